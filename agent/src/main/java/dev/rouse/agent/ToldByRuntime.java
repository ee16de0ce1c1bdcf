package dev.rouse.agent;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.source.Event;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One map as Rouse's runtime tells what it saw, read as events. Facts of a newer runtime are passed over. */
final class ToldByRuntime {
    /** The runtime times one wake in so many, or fewer. */
    private static final int STANDS_FOR = 128;

    /** In a quarter of a second there are no more samples than this of one length but by mistake. */
    private static final int MOST_AT_ONCE = 10_000;

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
        return switch (one.text("fact")) {
            case "WOKEN" -> one.wake(now);
            case "WAITED" ->
                one.samples((site, nanos, stands) -> new Event.WakeSampled(now, site, null, nanos, stands));
            case "RAN" -> one.samples((site, nanos, stands) -> new Event.RunSampled(now, site, nanos, stands));
            default -> one.breach(now);
        };
    }

    /** What one sample is told as. */
    private interface Sample {
        Event of(Site site, long nanos, int stands);
    }

    /** Several samples of about the same length. */
    private List<Event> samples(Sample sample) {
        Site line = Site.of(stack());
        Event event = sample.of(
                line == null ? new Site(text("future")) : line, number("nanos"), (int) Math.max(1, number("moved")));
        return Collections.nCopies((int) Math.min(MOST_AT_ONCE, number("count")), event);
    }

    private List<Event> wake(long now) {
        Site waits = Site.of(stack());
        return waits == null
                ? List.of()
                : List.of(new Event.WakeSampled(now, waits, waker(text("other")), number("nanos"), stands()));
    }

    private int stands() {
        return (int) Math.max(STANDS_FOR, number("count"));
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
