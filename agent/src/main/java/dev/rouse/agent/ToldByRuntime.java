package dev.rouse.agent;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.source.Event;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One map as Rouse's runtime tells what it saw, read as events. Facts of a newer runtime are passed over. */
final class ToldByRuntime {
    /** The runtime times one wake in so many. */
    private static final int STANDS_FOR = 128;

    private final Map<?, ?> map;

    private ToldByRuntime(Map<?, ?> map) {
        this.map = map;
    }

    /** @throws RuntimeException when it has not the form that is expected */
    static List<Event> events(long now, Object told) {
        ToldByRuntime one = new ToldByRuntime((Map<?, ?>) told);
        if (one.map.containsKey("lost")) {
            long lost = one.number("lost");
            return lost == 0 ? List.of() : List.of(new Event.DataLost(now, lost));
        }
        return one.text("fact").equals("WOKEN") ? one.wake(now) : one.breach(now);
    }

    private List<Event> wake(long now) {
        Site waits = Site.of(stack());
        return waits == null
                ? List.of()
                : List.of(new Event.WakeSampled(now, waits, waker(text("other")), number("nanos"), STANDS_FOR));
    }

    /** A printed frame, without the class loader and module before it; null when only machinery woke. */
    private static @Nullable Site waker(String frame) {
        String line = frame.substring(frame.lastIndexOf('/', Math.max(0, frame.indexOf('('))) + 1);
        return line.isEmpty() || line.startsWith("unknown.") || Site.isJdk(line) || Site.isRuntime(line)
                ? null
                : new Site(line);
    }

    private List<Event> breach(long now) {
        Fact fact = fact(text("fact"));
        if (fact == null) {
            return List.of();
        }
        String other = text("other");
        return List.of(new Event.BreachSeen(
                now,
                fact,
                text("future"),
                text("task"),
                stack(),
                number("nanos"),
                number("count"),
                number("moved"),
                other.isEmpty() ? null : other));
    }

    private static @Nullable Fact fact(String name) {
        for (Fact fact : Fact.values()) {
            if (fact.name().equals(name)) {
                return fact;
            }
        }
        return null;
    }

    private List<StackTraceElement> stack() {
        return ((List<?>) value("stack"))
                .stream().map(StackTraceElement.class::cast).toList();
    }

    private String text(String key) {
        return (String) value(key);
    }

    private long number(String key) {
        return ((Number) value(key)).longValue();
    }

    private Object value(String key) {
        Object value = map.get(key);
        if (value == null) {
            throw new IllegalArgumentException("it tells no " + key);
        }
        return value;
    }
}
