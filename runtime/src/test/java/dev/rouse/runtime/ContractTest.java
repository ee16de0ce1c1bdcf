package dev.rouse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The numbered rules of the package's documentation, by their names. */
class ContractTest {
    private final Seen seen = new Seen();
    private final Runtime runtime = seen.runtime();

    /** For counts of polls: where a test is held up for a second, an audit would poll too. */
    private final Runtime unaudited =
            Runtime.builder().cores(1).diagnosis(false).start();

    @AfterEach
    void close() {
        runtime.close();
        unaudited.close();
    }

    @Test
    void rule1PendingArms() throws InterruptedException {
        Bell bell = new Bell();
        JoinHandle<String> handle = unaudited.spawn(bell);
        bell.awaitPolls(1);
        assertThat(bell.slot.isArmed()).isTrue();

        bell.ring();

        assertThat(handle.join()).isEqualTo("rung");
        assertThat(bell.polls).hasValue(2);
    }

    /** The event comes after the first look, and finds no waker to fire. */
    @Test
    void rule2ArmThenLookAgain() throws InterruptedException {
        Bell bell = new Bell();
        Future<String> between = context -> {
            Poll<String> first = Poll.pending();
            bell.ring();
            return first.isReady() ? first : bell.poll(context);
        };

        assertThat(runtime.blockOn(between)).isEqualTo("rung");
    }

    @Test
    void rule3AWakeQueuesOnce() throws InterruptedException {
        Raw raw = new Raw();
        JoinHandle<String> handle = unaudited.spawn(raw);
        raw.awaitPolls(1);

        CountDownLatch held = new CountDownLatch(1);
        unaudited.core(0).execute(() -> await(held));
        raw.wake(1000);
        held.countDown();
        raw.awaitPolls(2);
        unaudited.core(0).execute(() -> raw.wake(1000));
        raw.awaitPolls(3);
        othersRun(unaudited, 100);

        assertThat(raw.polls).hasValue(3);
        handle.cancel();
    }

    @Test
    void rule4AWakeDuringThePollCounts() throws InterruptedException {
        AtomicInteger polls = new AtomicInteger();
        Future<String> future = context -> {
            Waker waker = context.waker();
            int poll = polls.incrementAndGet();
            if (poll == 1) {
                waker.wake();
            } else if (poll == 2) {
                onAnotherThread(waker::wake);
            }
            return poll == 3 ? Poll.ready("woken") : Poll.pending();
        };

        assertThat(runtime.blockOn(future)).isEqualTo("woken");
    }

    @Test
    void rule5NoWakeNoPoll() throws InterruptedException {
        Bell bell = new Bell();
        JoinHandle<String> handle = unaudited.spawn(bell);
        bell.awaitPolls(1);

        othersRun(unaudited, 1000);

        assertThat(bell.polls).hasValue(1);
        handle.cancel();
    }

    @Test
    void rule6ASpuriousPollIsAllowed() throws InterruptedException {
        Bell bell = new Bell();
        JoinHandle<String> handle = runtime.spawn(bell);
        Future<List<String>> both = Futures.join(List.of(handle, new Bell()));
        Context context = Context.of(() -> {});

        for (int i = 0; i < 3; i++) {
            assertThat(both.poll(context).isPending()).isTrue();
        }

        bell.ring();
        assertThat(handle.join()).isEqualTo("rung");
        assertThat(both.poll(context).isPending()).isTrue();
        both.drop();
    }

    @Test
    void rule7TheNewestWakerCounts() throws InterruptedException {
        AtomicInteger older = new AtomicInteger();
        AtomicInteger newer = new AtomicInteger();
        Bell bell = new Bell();
        JoinHandle<String> handle = runtime.spawn(bell);

        assertThat(handle.poll(Context.of(older::incrementAndGet)).isPending()).isTrue();
        assertThat(handle.poll(Context.of(newer::incrementAndGet)).isPending()).isTrue();
        bell.ring();

        Eventually.holds("the newer waker was fired", () -> newer.get() == 1);
        assertThat(older).hasValue(0);
    }

    @Test
    void rule8AfterTheEndNothing() throws InterruptedException {
        Raw raw = new Raw();
        JoinHandle<String> handle = unaudited.spawn(raw);
        raw.awaitPolls(1);
        handle.cancel();
        assertThatThrownBy(handle::join).isInstanceOf(CancellationException.class);

        raw.wake(10);
        unaudited.core(0).execute(() -> raw.wake(10));
        othersRun(unaudited, 100);

        assertThat(raw.polls).hasValue(1);
        assertThat(raw.drops).hasValue(1);
    }

    @Test
    void rule9DroppingReleases() throws InterruptedException {
        Bell cancelled = new Bell();
        JoinHandle<String> handle = runtime.spawn(cancelled);
        cancelled.awaitPolls(1);
        handle.cancel();
        assertThatThrownBy(handle::join).isInstanceOf(CancellationException.class);

        Bell failing = new Bell();
        Future<String> thrower = context -> {
            throw new IllegalStateException("on purpose");
        };
        JoinHandle<List<String>> failed = runtime.spawn(Futures.join(List.of(failing, thrower)));
        assertThatThrownBy(failed::join).isInstanceOf(TaskFailedException.class);

        Bell done = new Bell();
        done.ring();
        runtime.blockOn(done);

        assertThat(List.of(cancelled, failing, done)).allSatisfy(bell -> {
            assertThat(bell.drops).hasValue(1);
            assertThat(bell.slot.isArmed()).isFalse();
        });
    }

    @Test
    void rule10ATaskStays() throws InterruptedException {
        try (Runtime two = Runtime.builder().cores(2).diagnosis(false).start()) {
            Queue<Thread> threads = new ConcurrentLinkedQueue<>();
            Bell bell = new Bell() {
                @Override
                public Poll<String> poll(Context context) {
                    threads.add(Thread.currentThread());
                    return super.poll(context);
                }

                @Override
                public void drop() {
                    threads.add(Thread.currentThread());
                    super.drop();
                }
            };
            JoinHandle<String> handle = two.core(1).spawn(bell);
            bell.awaitPolls(1);
            two.core(0).execute(bell.slot::fire);
            bell.awaitPolls(2);
            handle.cancel();
            assertThatThrownBy(handle::join).isInstanceOf(CancellationException.class);

            assertThat(threads).hasSize(3).containsOnly(two.core(1).thread);
        }
    }

    @Test
    void rule11AFailureStays() throws InterruptedException {
        Bell bell = new Bell();
        JoinHandle<String> handle = runtime.spawn(bell);

        assertThatThrownBy(() -> runtime.blockOn(context -> {
                    throw new StackOverflowError("on purpose");
                }))
                .isInstanceOf(TaskFailedException.class)
                .hasCauseInstanceOf(StackOverflowError.class);
        assertThatThrownBy(() -> runtime.blockOn(Careless.future())).hasMessageContaining("returned null");

        bell.ring();
        assertThat(handle.join()).isEqualTo("rung");
    }

    @Test
    void rule12ABudgetIsKept() throws InterruptedException {
        AtomicReference<@Nullable String> first = new AtomicReference<>();
        AtomicInteger items = new AtomicInteger();
        Future<String> greedy = context -> {
            while (items.get() < 10_000) {
                if (!context.spend()) {
                    return Poll.pending();
                }
                items.incrementAndGet();
                context.progress(1);
            }
            first.compareAndSet(null, "greedy");
            return Poll.ready("sated");
        };
        Future<String> modest = context -> {
            first.compareAndSet(null, "modest");
            return Poll.ready("");
        };
        CountDownLatch held = new CountDownLatch(1);
        runtime.core(0).execute(() -> await(held));
        JoinHandle<String> handle = runtime.spawn(greedy);
        runtime.spawn(modest);
        held.countDown();

        assertThat(handle.join()).isEqualTo("sated");
        assertThat(first).hasValue("modest");
        assertThat(seen.facts()).isEmpty();
    }

    @Test
    void rule13ASelfWakeGetsOn() throws InterruptedException {
        othersRun(runtime, 10_000);
        assertThat(seen.facts()).isEmpty();

        runtime.spawn(context -> {
            context.waker().wake();
            return Poll.pending();
        });

        seen.await(Breach.Fact.SELF_WOKEN);
    }

    /** Tasks of the same core that go round its queue so often. */
    private static void othersRun(Runtime runtime, int turns) throws InterruptedException {
        runtime.blockOn(new Future<String>() {
            private int left = turns;

            @Override
            public Poll<String> poll(Context context) {
                context.progress(1);
                context.waker().wake();
                return left-- > 0 ? Poll.pending() : Poll.ready("");
            }
        });
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void onAnotherThread(Runnable work) {
        Thread thread = new Thread(work);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Keeps its waker as it is, and is never ready. */
    private static final class Raw implements Future<String> {
        final AtomicInteger polls = new AtomicInteger();
        final AtomicInteger drops = new AtomicInteger();
        private volatile Waker waker = () -> {};

        @Override
        public Poll<String> poll(Context context) {
            waker = context.waker();
            polls.incrementAndGet();
            return Poll.pending();
        }

        @Override
        public void drop() {
            drops.incrementAndGet();
        }

        void wake(int times) {
            for (int i = 0; i < times; i++) {
                waker.wake();
            }
        }

        void awaitPolls(int atLeast) {
            Eventually.holds("polled " + atLeast + " times", () -> polls.get() >= atLeast);
        }
    }

    /** A future whose author forgot to answer. */
    private static final class Careless {
        @SuppressWarnings("NullAway") // what a careless author does
        static Future<String> future() {
            return context -> null;
        }
    }
}
