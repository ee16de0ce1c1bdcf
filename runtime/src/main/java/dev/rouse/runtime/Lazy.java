package dev.rouse.runtime;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A future that is made on its first poll. */
final class Lazy<T extends @Nullable Object> implements Future<T>, Outer {
    private @Nullable Supplier<? extends Future<T>> maker;
    private @Nullable Future<T> made;

    Lazy(Supplier<? extends Future<T>> maker) {
        this.maker = maker;
    }

    @Override
    public Poll<T> poll(Context context) {
        Supplier<? extends Future<T>> first = maker;
        if (first != null) {
            maker = null;
            made = first.get();
        }
        Future<T> future = made;
        if (future == null) {
            throw new IllegalStateException("polled after its end");
        }
        return future.poll(context);
    }

    @Override
    public @Nullable Future<?> inner() {
        return made;
    }

    @Override
    public void drop() {
        Future<T> dropped = made;
        maker = null;
        made = null;
        if (dropped != null) {
            dropped.drop();
        }
    }
}
