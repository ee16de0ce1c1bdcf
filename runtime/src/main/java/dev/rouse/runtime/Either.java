package dev.rouse.runtime;

import org.jspecify.annotations.Nullable;

/**
 * What {@link Futures#select} gives: the value of the first of two futures, and which one it was.
 *
 * @param <A> type of the first future's value
 * @param <B> type of the second future's value
 */
public sealed interface Either<A extends @Nullable Object, B extends @Nullable Object> {
    /** The first future was ready first. */
    record First<A extends @Nullable Object, B extends @Nullable Object>(A value) implements Either<A, B> {}

    /** The second future was ready first. */
    record Second<A extends @Nullable Object, B extends @Nullable Object>(B value) implements Either<A, B> {}
}
