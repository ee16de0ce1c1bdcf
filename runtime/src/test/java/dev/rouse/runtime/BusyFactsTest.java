package dev.rouse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is told of tasks that run too much, too long or too late, and that busy but useful ones are not. */
@Timeout(60)
class BusyFactsTest {
    /** Less than what the tests hold up. */
    private static final long HELD_NS = Duration.ofMillis(40).toNanos();

    private final Seen seen = new Seen();
    private final Runtime runtime = seen.runtime();

    @AfterEach
    void close() {
        runtime.close();
    }

    /** Wakes itself for ever; what it moves is for the test to say. */
    private static class Spinner implements Future<String> {
        private final long moves;

        Spinner(long moves) {
            this.moves = moves;
        }

        @Override
        public Poll<String> poll(Context context) {
            context.progress(moves);
            again(context.waker());
            return Poll.pending();
        }

        private static void again(Waker waker) {
            waker.wake();
        }
    }

    private static final class Worker extends Spinner {
        private final AtomicInteger polls = new AtomicInteger();

        Worker() {
            super(1);
        }

        @Override
        public Poll<String> poll(Context context) {
            polls.incrementAndGet();
            return super.poll(context);
        }
    }

    @Test
    void tellsWhoWakesItselfAndMovesNothing() {
        Worker worker = new Worker();
        runtime.spawn(worker);
        runtime.spawn(Futures.join(List.of(new Spinner(0), new Bell())));

        Breach breach = seen.await(Breach.Fact.SELF_WOKEN);
        Eventually.holds("the worker worked on", () -> worker.polls.get() > 20_000);

        assertThat(breach.future()).endsWith("$Spinner");
        assertThat(breach.stack().get(0).getMethodName()).isEqualTo("again");
        assertThat(breach.moved()).isZero();
        assertThat(breach.count()).isGreaterThanOrEqualTo(1024);
        assertThat(seen.told()).allMatch(each -> each.fact() == Breach.Fact.SELF_WOKEN);
        seen.saysNothingOf(Worker.class);
    }

    /** Ready at once each time, with so much. */
    private static class Source implements Future<String> {
        private final long amount;
        final AtomicInteger reads = new AtomicInteger();

        Source(long amount) {
            this.amount = amount;
        }

        @Override
        public Poll<String> poll(Context context) {
            while (context.spend()) {
                reads.incrementAndGet();
                context.progress(amount);
            }
            return Poll.pending();
        }
    }

    private static final class Spring extends Source {
        Spring() {
            super(1);
        }
    }

    @Test
    void tellsWhoIsReadyAgainAndAgainWithNothing() {
        Spring spring = new Spring();
        runtime.spawn(spring);
        runtime.spawn(new Source(0));

        Breach breach = seen.await(Breach.Fact.EMPTY_HANDED);
        Eventually.holds("the spring gave more", () -> spring.reads.get() > 100_000);

        assertThat(breach.future()).endsWith("$Source");
        assertThat(breach.count()).isGreaterThanOrEqualTo(1024);
        assertThat(breach.nanos()).isBetween(0L, Duration.ofMinutes(1).toNanos());
        assertThat(seen.told()).allMatch(each -> each.fact() == Breach.Fact.EMPTY_HANDED);
        seen.saysNothingOf(Spring.class);
    }

    private static final class Queued extends Bell {}

    @Test
    void tellsHowLateATaskRanAndATimerFired() {
        CountDownLatch held = new CountDownLatch(1);
        runtime.core(0).execute(() -> ContractTest.await(held));
        Queued queued = new Queued();
        JoinHandle<String> handle = runtime.spawn(queued);
        runtime.core(0).execute(() -> hold(Duration.ofMillis(50)));
        held.countDown();

        Breach late = seen.await(Breach.Fact.LATE, "Queued", () -> {});
        assertThat(late.nanos()).isGreaterThan(HELD_NS);
        Eventually.holds("a timer was held up", this::tellsOfATimerThatWasHeldUp, this::holdWhatTimesOut);
        handle.cancel();
    }

    /** The machine may have held up an earlier one, for less. */
    private boolean tellsOfATimerThatWasHeldUp() {
        return seen.of(Breach.Fact.LATE).stream()
                .anyMatch(breach -> breach.future().contains("Sleep") && breach.nanos() > HELD_NS);
    }

    /** Where the machine is slow the timer comes first. */
    private void holdWhatTimesOut() {
        CountDownLatch over = new CountDownLatch(1);
        runtime.spawn(Futures.sleep(Duration.ofMillis(1)));
        runtime.core(0).execute(() -> {
            hold(Duration.ofMillis(60));
            over.countDown();
        });
        ContractTest.await(over);
    }

    private static void hold(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    private static final class Holder implements Future<String> {
        @Override
        public Poll<String> poll(Context context) {
            hold(Duration.ofMillis(400));
            return Poll.ready("");
        }
    }

    @Test
    void tellsWhoHeldItsCore() {
        Worker worker = new Worker();
        runtime.spawn(worker);
        runtime.spawn(Futures.sleep(Duration.ofHours(1)));

        Breach breach = seen.await(Breach.Fact.BLOCKED, "", this::holdsItsCore);
        assertThat(breach.future()).endsWith("$Holder");
        assertThat(breach.nanos()).isGreaterThan(Duration.ofMillis(100).toNanos());
        assertThat(breach.stack()).anyMatch(frame -> frame.getMethodName().equals("hold"));
        seen.saysNothingOf(Worker.class);
    }

    /** A watchdog that has no processor meanwhile sees nothing of it. */
    private void holdsItsCore() {
        try {
            runtime.blockOn(Futures.then(new Holder(), Futures::ready));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
