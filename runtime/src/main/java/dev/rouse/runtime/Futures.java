package dev.rouse.runtime;

import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Futures made of values, of time, and of other futures. A future that is given away here belongs to what it was given
 * to, which polls and drops it.
 */
public final class Futures {
    /** Some 70 years: longer sleeps would not fit the clock. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 4);

    private Futures() {}

    /** Ready at once. */
    public static <T extends @Nullable Object> Future<T> ready(T value) {
        Poll<T> ready = Poll.ready(value);
        return context -> ready;
    }

    /**
     * Pending for ever, for a branch that is switched off. A task that waits here, be it among other waits, is not
     * reported when the collector takes it.
     */
    public static <T extends @Nullable Object> Future<T> never() {
        return new Never<>();
    }

    /** Ready once the tasks that are queued have had their turn. Counts as progress of one item. */
    public static Future<@Nullable Void> yieldNow() {
        return new YieldNow();
    }

    /** A future that is made on its first poll, by the task that polls it. */
    public static <T extends @Nullable Object> Future<T> lazy(Supplier<? extends Future<T>> maker) {
        return new Lazy<>(maker);
    }

    /** A future whose value a function turns into another. */
    public static <A extends @Nullable Object, T extends @Nullable Object> Future<T> map(
            Future<A> future, Function<? super A, ? extends T> function) {
        return new Mapped<>(future, function);
    }

    /** One future, and when it is ready the one that a function makes of its value. */
    public static <A extends @Nullable Object, T extends @Nullable Object> Future<T> then(
            Future<A> future, Function<? super A, ? extends Future<T>> next) {
        return new Then<>(future, next);
    }

    /** A future whose failure a function turns into a value. */
    public static <T extends @Nullable Object> Future<T> catching(
            Future<T> future, Function<? super RuntimeException, ? extends T> otherwise) {
        return new Catching<>(future, otherwise);
    }

    /**
     * Both futures' values, put together. Each poll polls those that have not ended, whoever woke the task. A failure
     * of one drops the other.
     */
    public static <A extends @Nullable Object, B extends @Nullable Object, T extends @Nullable Object> Future<T> join(
            Future<A> first, Future<B> second, BiFunction<? super A, ? super B, ? extends T> together) {
        return new JoinTwo<>(first, second, together);
    }

    /**
     * All values, in the order of the futures. Each poll polls those that have not ended, whoever woke the task: for
     * many futures a {@link FuturesUnordered} does less. A failure of one drops the others.
     */
    public static <T extends @Nullable Object> Future<List<T>> join(List<? extends Future<T>> futures) {
        return new JoinAll<>(futures);
    }

    /** The value of whichever is ready first; the other one is dropped. The first one wins a tie. */
    public static <A extends @Nullable Object, B extends @Nullable Object> Future<Either<A, B>> select(
            Future<A> first, Future<B> second) {
        Future<Either<A, B>> one = map(first, Either.First::new);
        Future<Either<A, B>> other = map(second, Either.Second::new);
        return new Race<>(List.of(one, other));
    }

    /**
     * The value of whichever is ready first; the others are dropped. The earliest in the list wins a tie. A failure of
     * one ends the race.
     *
     * @throws IllegalArgumentException for an empty list, which nobody could win
     */
    public static <T extends @Nullable Object> Future<T> race(List<? extends Future<? extends T>> futures) {
        return new Race<>(futures);
    }

    /** A future that fails with a {@link TimedOutException} when it takes longer, from its first poll on. */
    public static <T extends @Nullable Object> Future<T> timeout(Future<T> future, Duration longest) {
        return new Timeout<>(future, longest);
    }

    /** Ready so long after its first poll; at once when that is not positive. */
    public static Sleep sleep(Duration time) {
        Duration bounded = time.compareTo(LONGEST) > 0 ? LONGEST : time;
        return new Sleep(bounded.isNegative() ? 0 : bounded.toNanos(), true);
    }

    /** Ready at a moment of {@link System#nanoTime}; at once when that has passed. */
    public static Sleep sleepUntil(long nanoTime) {
        return new Sleep(nanoTime, false);
    }

    /** Ticks at equal distances, the first one a distance after the first poll. */
    public static Interval interval(Duration distance) {
        return new Interval(distance);
    }
}
