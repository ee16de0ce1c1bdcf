package dev.rouse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FuturesTest {
    private final Seen seen = new Seen();
    private final Runtime runtime = seen.runtime();
    private final Bell one = new Bell();
    private final Bell other = new Bell();

    @AfterEach
    void closesSilently() {
        runtime.close();
        assertThat(seen.facts()).isEmpty();
    }

    private static <T> Future<T> failing() {
        return context -> {
            throw new IllegalStateException("on purpose");
        };
    }

    @Test
    void mapsAndChains() throws InterruptedException {
        Future<Integer> chain = Futures.then(one, said -> Futures.map(Futures.ready(said), String::length));
        JoinHandle<Integer> handle = runtime.spawn(chain);
        one.awaitPolls(1);
        one.ring();

        assertThat(handle.join()).isEqualTo(4);
        assertThat(one.drops).hasValue(1);
    }

    @Test
    void aCancelledChainDropsTheFutureItIsAt() {
        JoinHandle<String> handle =
                runtime.spawn(Futures.then(Futures.yieldNow(), none -> Futures.lazy(() -> Futures.map(one, s -> s))));
        one.awaitPolls(1);
        handle.cancel();

        assertThatThrownBy(handle::join).isInstanceOf(CancellationException.class);
        assertThat(one.drops).hasValue(1);
    }

    @Test
    void makesALazyFutureOnItsCoreAndNotAtAllWhenDroppedBefore() throws InterruptedException {
        AtomicInteger made = new AtomicInteger();
        Future<String> lazy = Futures.lazy(() -> {
            made.incrementAndGet();
            return Futures.ready(Thread.currentThread().getName());
        });
        Futures.<String>lazy(() -> {
                    made.incrementAndGet();
                    return one;
                })
                .drop();

        assertThat(runtime.blockOn(lazy)).startsWith("rouse-core");
        assertThat(made).hasValue(1);
    }

    @Test
    void catchesAFailure() throws InterruptedException {
        assertThat(runtime.blockOn(Futures.catching(failing(), Throwable::getMessage)))
                .isEqualTo("on purpose");
    }

    @Test
    void joinsTwoWhicheverComesFirst() throws InterruptedException {
        JoinHandle<String> handle =
                runtime.spawn(Futures.join(one, Futures.map(other, String::length), (a, b) -> a + b));
        other.awaitPolls(1);
        other.ring();
        Eventually.holds("dropped when ready", () -> other.drops.get() == 1);
        assertThat(handle.isDone()).isFalse();
        one.ring();

        assertThat(handle.join()).isEqualTo("rung4");
        assertThat(one.drops).hasValue(1);
        assertThat(other.drops).hasValue(1);
    }

    @Test
    void joinsAListInItsOrder() throws InterruptedException {
        List<Future<Integer>> futures = List.of(
                Futures.map(Futures.sleep(Duration.ofMillis(20)), none -> 1),
                Futures.map(Futures.yieldNow(), none -> 2),
                Futures.ready(3));

        assertThat(runtime.blockOn(Futures.join(futures))).containsExactly(1, 2, 3);
        assertThat(runtime.blockOn(Futures.join(List.<Future<String>>of()))).isEmpty();
    }

    @Test
    void joinsValuesThatAreNull() throws InterruptedException {
        assertThat(runtime.blockOn(Futures.join(List.of(Futures.yieldNow(), Futures.sleep(Duration.ZERO)))))
                .containsExactly(null, null);
    }

    @Test
    void aFailureOfOneDropsTheOthers() {
        JoinHandle<List<String>> joined =
                runtime.spawn(Futures.join(List.of(one, Futures.then(Futures.yieldNow(), none -> failing()))));
        assertThatThrownBy(joined::join).hasRootCauseMessage("on purpose");
        assertThat(one.drops).hasValue(1);

        JoinHandle<String> raced =
                runtime.spawn(Futures.race(List.of(other, Futures.then(Futures.yieldNow(), none -> failing()))));
        assertThatThrownBy(raced::join).hasRootCauseMessage("on purpose");
        assertThat(other.drops).hasValue(1);
    }

    @Test
    void theWinnerDropsTheLosers() throws InterruptedException {
        JoinHandle<String> handle = runtime.spawn(Futures.race(List.of(one, other, Futures.never())));
        other.awaitPolls(1);
        other.ring();

        assertThat(handle.join()).isEqualTo("rung");
        assertThat(one.drops).hasValue(1);
        assertThat(one.slot.isArmed()).isFalse();
    }

    @Test
    void saysWhichOfTwoCameFirst() throws InterruptedException {
        other.ring();
        assertThat(runtime.blockOn(Futures.select(one, other))).isEqualTo(new Either.Second<>("rung"));
        assertThat(runtime.blockOn(Futures.select(Futures.ready(1), Futures.ready(2))))
                .isEqualTo(new Either.First<>(1));
        assertThatThrownBy(() -> Futures.race(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void failsWhatTakesTooLong() throws InterruptedException {
        assertThatThrownBy(() -> runtime.blockOn(Futures.timeout(one, Duration.ofMillis(30))))
                .hasCauseInstanceOf(TimedOutException.class)
                .hasMessageContaining("PT0.03S");
        assertThat(one.drops).hasValue(1);
        assertThat(runtime.blockOn(Futures.timeout(Futures.ready("in time"), Duration.ofHours(1))))
                .isEqualTo("in time");
        assertThat(timers()).isZero();
    }

    @Test
    void sleepsAtLeastSoLong() throws InterruptedException {
        long begun = System.nanoTime();
        runtime.blockOn(Futures.sleep(Duration.ofMillis(30)));
        assertThat(System.nanoTime() - begun)
                .isGreaterThanOrEqualTo(Duration.ofMillis(30).toNanos());

        long moment = System.nanoTime() + Duration.ofMillis(20).toNanos();
        runtime.blockOn(Futures.sleepUntil(moment));
        assertThat(System.nanoTime() - moment).isNotNegative();
        runtime.blockOn(Futures.sleepUntil(moment));
    }

    @Test
    void aDroppedSleepLeavesNoTimer() throws InterruptedException {
        JoinHandle<?> handle = runtime.spawn(Futures.sleep(Duration.ofDays(1_000_000)));
        Eventually.holds("the timer is set", () -> timers() == 1);
        handle.cancel();
        assertThatThrownBy(handle::join).isInstanceOf(CancellationException.class);
        assertThat(timers()).isZero();
    }

    private int timers() {
        try {
            return runtime.blockOn(context -> Poll.ready(context.core().timers().size()));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void ticksAndTellsOfTicksThatWereMissed() throws InterruptedException {
        Interval interval = Futures.interval(Duration.ofMillis(10));
        assertThat(runtime.blockOn(interval.tick())).isPositive();
        runtime.blockOn(Futures.sleep(Duration.ofMillis(55)));

        assertThat(runtime.blockOn(interval.tick())).isGreaterThanOrEqualTo(4);

        runtime.blockOn(context -> {
            interval.drop();
            return Poll.ready("");
        });
        assertThat(timers()).isZero();
    }

    @Test
    void yieldingLetsOthersRun() throws InterruptedException {
        StringBuilder order = new StringBuilder();
        JoinHandle<String> done = runtime.spawn(Futures.lazy(() -> {
            Core.current().spawn(context -> Poll.ready(order.append("other ")));
            return Futures.then(
                    Futures.yieldNow(),
                    none -> Futures.ready(order.append("first").toString()));
        }));
        assertThat(done.join()).isEqualTo("other first");
    }
}
