package dev.rouse.agent;

import dev.rouse.probe.PromiseHooks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sinks of Reactor's Mono.create: subscribed, asked for a value, and neither emitted nor cancelled yet. */
final class Sinks extends Unlisted {
    private static final String SINK = ReactorInstrumentation.SINK.replace('/', '.');

    /** The sink's state in which somebody has asked for the value; {@code HAS_REQUEST_NO_VALUE}. */
    private static final int ASKED = 2;

    /** By these an operator knows the next one towards the subscriber. */
    private static final List<String> DOWN = List.of("actual", "parent", "main");

    /** How many operators are looked through. */
    private static final int FAR = 64;

    private final Fields fields = new Fields(type -> {});

    @Override
    public boolean owns(Object registration) {
        return registration instanceof PromiseHooks.Subscribed || isSink(registration);
    }

    private static boolean isSink(Object object) {
        return object.getClass().getName().endsWith(SINK);
    }

    @Override
    @Nullable Object wait(Object registration) {
        Object sink = registration instanceof PromiseHooks.Subscribed subscribed ? subscribed.sink() : registration;
        return isSink(sink) ? sink : null;
    }

    @Override
    boolean waits(Object sink) {
        return fields.number(sink, "state", 0) == ASKED;
    }

    @Override
    public boolean isMachinery(String className) {
        return className.contains("reactor.core.");
    }

    @Override
    public @Nullable Object callback(Object registration) {
        return registration instanceof PromiseHooks.Subscribed subscribed ? subscribed.callback() : null;
    }

    /** The subscriber at the end of the chain of operators. */
    @Override
    public @Nullable Object task(Object registration) {
        Object end = wait(registration);
        for (int i = 0; i < FAR && end != null; i++) {
            Object next = next(end);
            if (next == null) {
                return end;
            }
            end = next;
        }
        return end;
    }

    private @Nullable Object next(Object operator) {
        for (String name : DOWN) {
            Object next = fields.get(operator, name);
            if (next != null) {
                return next;
            }
        }
        return null;
    }

    @Override
    public @Nullable Object dependent(Object registration) {
        return null;
    }

    /** None that matters: whoever blocks holds the whole chain, and the sink with it. */
    @Override
    public @Nullable Thread waiter(Object promise) {
        return null;
    }
}
