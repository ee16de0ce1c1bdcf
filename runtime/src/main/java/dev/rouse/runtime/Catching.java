package dev.rouse.runtime;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A future whose failure a function turns into a value. */
final class Catching<T extends @Nullable Object> implements Future<T>, Outer {
    private final Future<T> inner;
    private final Function<? super RuntimeException, ? extends T> otherwise;

    Catching(Future<T> inner, Function<? super RuntimeException, ? extends T> otherwise) {
        this.inner = inner;
        this.otherwise = otherwise;
    }

    @Override
    public Poll<T> poll(Context context) {
        try {
            return inner.poll(context);
        } catch (RuntimeException failure) {
            return Poll.ready(otherwise.apply(failure));
        }
    }

    @Override
    public Future<?> inner() {
        return inner;
    }

    @Override
    public void drop() {
        inner.drop();
    }
}
