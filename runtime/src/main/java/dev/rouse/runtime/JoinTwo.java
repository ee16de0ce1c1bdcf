package dev.rouse.runtime;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Both of two futures. Each poll polls those that have not ended, whoever woke the task. */
final class JoinTwo<A extends @Nullable Object, B extends @Nullable Object, T extends @Nullable Object>
        implements Future<T> {
    private final Combined all = new Combined();
    private final Child<A> first;
    private final Child<B> second;
    private final BiFunction<? super A, ? super B, ? extends T> together;
    private @Nullable Poll<A> one;
    private @Nullable Poll<B> other;

    JoinTwo(Future<A> first, Future<B> second, BiFunction<? super A, ? super B, ? extends T> together) {
        this.first = all.add(first);
        this.second = all.add(second);
        this.together = together;
    }

    @Override
    public Poll<T> poll(Context context) {
        Poll<A> left = one == null ? all.poll(first, context) : one;
        if (left.isReady()) {
            one = left;
        }
        Poll<B> right = other == null ? all.poll(second, context) : other;
        if (right.isReady()) {
            other = right;
        }
        return left.isPending() || right.isPending()
                ? Poll.pending()
                : Poll.ready(together.apply(left.get(), right.get()));
    }

    @Override
    public void drop() {
        all.drop();
    }
}
