package dev.rouse.runtime;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One future, and when it is ready the one that a function makes of its value. */
final class Then<A extends @Nullable Object, T extends @Nullable Object> implements Future<T>, Outer {
    private final Function<? super A, ? extends Future<T>> next;
    private @Nullable Future<A> first;
    private @Nullable Future<T> second;

    Then(Future<A> first, Function<? super A, ? extends Future<T>> next) {
        this.first = first;
        this.next = next;
    }

    @Override
    public Poll<T> poll(Context context) {
        Future<A> before = first;
        if (before != null) {
            Poll<A> answer = before.poll(context);
            if (answer.isPending()) {
                return Poll.pending();
            }
            first = null;
            before.drop();
            second = next.apply(answer.get());
        }
        Future<T> after = second;
        if (after == null) {
            throw new IllegalStateException("polled after its end");
        }
        return after.poll(context);
    }

    @Override
    public @Nullable Future<?> inner() {
        return first != null ? first : second;
    }

    @Override
    public void drop() {
        Future<?> left = inner();
        first = null;
        second = null;
        if (left != null) {
            left.drop();
        }
    }
}
