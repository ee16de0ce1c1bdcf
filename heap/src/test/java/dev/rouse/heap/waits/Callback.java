package dev.rouse.heap.waits;

import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/** What hangs on a promise; its label says what a dump must tell of that. */
record Callback(String label)
        implements Consumer<Object>, Function<Object, Object>, BiConsumer<Object, Throwable>, Runnable {
    @Override
    public void accept(Object value) {}

    @Override
    public void accept(Object value, Throwable failure) {}

    @Override
    public Object apply(Object value) {
        return value;
    }

    @Override
    public void run() {}

    /** The same for two values. */
    record OfTwo(String label) implements BiFunction<Object, Object, Object> {
        @Override
        public Object apply(Object one, Object other) {
            return one;
        }
    }
}
