package dev.rouse.runtime;

import org.jspecify.annotations.Nullable;

/**
 * The answer of one poll: pending, or ready with a value. {@link #pending()} and {@link #ready()} allocate nothing.
 *
 * @param <T> type of the value
 */
public final class Poll<T extends @Nullable Object> {
    private static final Poll<?> PENDING = new Poll<>(null);
    private static final Poll<?> READY = new Poll<>(null);

    private final @Nullable T value;

    private Poll(@Nullable T value) {
        this.value = value;
    }

    /** Not ready: the leaf has kept the waker and will fire it when polling again makes sense. */
    @SuppressWarnings("unchecked")
    public static <T extends @Nullable Object> Poll<T> pending() {
        return (Poll<T>) PENDING;
    }

    /** Ready, without a value: {@link #get} returns null. */
    @SuppressWarnings("unchecked")
    public static <T extends @Nullable Object> Poll<T> ready() {
        return (Poll<T>) READY;
    }

    /** Ready, with a value, which may be null. */
    public static <T extends @Nullable Object> Poll<T> ready(T value) {
        return value == null ? ready() : new Poll<>(value);
    }

    public boolean isPending() {
        return this == PENDING;
    }

    public boolean isReady() {
        return this != PENDING;
    }

    /**
     * The value; null when there is none.
     *
     * @throws IllegalStateException when pending
     */
    @SuppressWarnings("NullAway") // T says whether null may be among its values
    public T get() {
        if (this == PENDING) {
            throw new IllegalStateException("pending: a value is there only when isReady()");
        }
        return value;
    }

    @Override
    public String toString() {
        return this == PENDING ? "Poll.pending" : "Poll.ready(" + value + ")";
    }
}
