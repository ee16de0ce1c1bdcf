package dev.rouse.runtime;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A future whose value a function turns into another. */
final class Mapped<A extends @Nullable Object, T extends @Nullable Object> implements Future<T>, Outer {
    private final Future<A> inner;
    private final Function<? super A, ? extends T> function;

    Mapped(Future<A> inner, Function<? super A, ? extends T> function) {
        this.inner = inner;
        this.function = function;
    }

    @Override
    public Poll<T> poll(Context context) {
        Poll<A> answer = inner.poll(context);
        return answer.isPending() ? Poll.pending() : Poll.ready(function.apply(answer.get()));
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
