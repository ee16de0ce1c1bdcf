package dev.rouse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300) // where two cores share a busy processor, a hundred thousand wakes between them take their time
class RuntimeTest {
    private final Seen seen = new Seen();
    private final Runtime runtime = Runtime.builder().cores(2).onBreach(seen).start();

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void cancelsFromAnyThreadAndFromAnotherTask() {
        Bell one = new Bell();
        Bell other = new Bell();
        JoinHandle<String> fromHere = runtime.spawn(one);
        JoinHandle<String> fromATask = runtime.core(1).spawn(other);

        fromHere.cancel();
        fromHere.cancel();
        runtime.core(0).spawn(context -> {
            fromATask.cancel();
            return Poll.ready();
        });

        assertThatThrownBy(fromHere::join).isInstanceOf(CancellationException.class);
        assertThatThrownBy(fromATask::join).isInstanceOf(CancellationException.class);
        assertThat(one.drops).hasValue(1);
        assertThat(other.drops).hasValue(1);
    }

    @Test
    void aTaskMayCancelItself() {
        Bell bell = new Bell();
        CountDownLatch spawned = new CountDownLatch(1);
        List<JoinHandle<String>> own = new ArrayList<>();
        Future<String> future = context -> {
            ContractTest.await(spawned);
            own.get(0).cancel();
            return bell.poll(context);
        };
        own.add(runtime.spawn(future));
        spawned.countDown();

        assertThatThrownBy(own.get(0)::join).isInstanceOf(CancellationException.class);
        assertThat(bell.polls).hasValue(1);
    }

    @Test
    void aTaskThatIsCancelledBeforeItBeginsIsDroppedUnpolled() {
        CountDownLatch held = new CountDownLatch(1);
        runtime.core(0).execute(() -> ContractTest.await(held));
        Bell bell = new Bell();
        JoinHandle<String> handle = runtime.core(0).spawn(bell);

        handle.cancel();
        held.countDown();

        assertThatThrownBy(handle::join).isInstanceOf(CancellationException.class);
        assertThat(bell.polls).hasValue(0);
        assertThat(bell.drops).hasValue(1);
    }

    @Test
    void aSpawnThatMeetsTheEndNeverLeavesAJoinWaiting() throws InterruptedException {
        AtomicInteger ended = new AtomicInteger();
        AtomicInteger spawned = new AtomicInteger();
        for (int round = 0; round < 100; round++) {
            Runtime brief = Runtime.builder().cores(1).onBreach(seen).start();
            Thread spawner = new Thread(() -> spawnAndJoin(brief, spawned, ended));
            spawner.start();
            int before = spawned.get();
            Eventually.holds("it spawns", () -> spawned.get() > before);
            brief.close();
            spawner.join();
        }
        assertThat(ended).hasValue(spawned.get());
    }

    private static void spawnAndJoin(Runtime runtime, AtomicInteger spawned, AtomicInteger ended) {
        while (true) {
            Bell bell = new Bell();
            try {
                JoinHandle<String> handle = runtime.spawn(bell);
                spawned.incrementAndGet();
                bell.ring();
                handle.join();
                ended.incrementAndGet();
            } catch (CancellationException e) {
                ended.incrementAndGet();
            } catch (RejectedExecutionException | InterruptedException e) {
                return;
            }
        }
    }

    @Test
    void drainsTasksThatSpawnOthersOnCoresWithoutTasks() throws InterruptedException {
        Queue<String> done = new ConcurrentLinkedQueue<>();
        runtime.core(0).spawn(Futures.map(Futures.sleep(Duration.ofMillis(50)), none -> {
            boolean added = done.add("one");
            runtime.core(1).spawn(Futures.map(Futures.sleep(Duration.ofMillis(50)), nothing -> done.add("two")));
            return added;
        }));

        runtime.drain();

        assertThat(done).containsExactly("one", "two");
        assertThatThrownBy(() -> runtime.spawn(new Bell())).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void closingCancelsWhatWaits() {
        List<Bell> bells = new ArrayList<>();
        List<JoinHandle<String>> handles = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Bell bell = new Bell();
            bells.add(bell);
            handles.add(runtime.spawn(bell));
        }

        runtime.close();

        assertThat(handles).allMatch(JoinHandle::isDone);
        assertThat(bells).allSatisfy(bell -> assertThat(bell.drops).hasValue(1));
    }

    @Test
    void closesThoughATaskWasCollected() {
        Runtime unwatched =
                Runtime.builder().cores(1).diagnosis(false).onBreach(seen).start();
        List<WeakReference<Bell>> bells = new ArrayList<>();
        JoinHandle<String> handle = spawn(unwatched, bells);
        Eventually.holds("collected", () -> bells.get(0).get() == null, System::gc);

        unwatched.close();

        assertThatThrownBy(handle::join).isInstanceOf(CancellationException.class);
    }

    private static JoinHandle<String> spawn(Runtime runtime, List<WeakReference<Bell>> references) {
        Bell bell = new Bell();
        references.add(new WeakReference<>(bell));
        JoinHandle<String> handle = runtime.spawn(bell);
        bell.awaitPolls(1);
        return handle;
    }

    @Test
    void aLostTaskCanBeCancelled() {
        JoinHandle<String> handle = runtime.spawn(new Bell());
        seen.await(Breach.Fact.COLLECTED, "Bell", System::gc);

        handle.cancel();

        assertThatThrownBy(handle::join).isInstanceOf(CancellationException.class);
    }

    @Test
    void manyThreadsMayJoinOneTask() throws InterruptedException {
        Bell bell = new Bell();
        JoinHandle<String> handle = runtime.spawn(bell);
        Queue<String> values = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                try {
                    values.add(handle.join());
                } catch (InterruptedException e) {
                    values.add("interrupted");
                }
            });
            thread.start();
            threads.add(thread);
        }
        bell.awaitPolls(1);
        bell.ring();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(values).hasSize(8).containsOnly("rung");
    }

    @Test
    void anInterruptEndsAJoinAndCancelsABlockOn() throws InterruptedException {
        Bell bell = new Bell();
        Queue<String> said = new ConcurrentLinkedQueue<>();
        Thread thread = new Thread(() -> {
            try {
                runtime.blockOn(bell);
            } catch (InterruptedException e) {
                said.add("interrupted");
            }
        });
        thread.start();
        bell.awaitPolls(1);
        thread.interrupt();
        thread.join();

        Eventually.holds("dropped", () -> bell.drops.get() == 1);
        assertThat(said).containsExactly("interrupted");
    }

    @Test
    void aCoreDoesNotBlockOnItself() {
        assertThatThrownBy(() -> runtime.blockOn(context -> {
                    try {
                        return Poll.ready(runtime.blockOn(new Bell()));
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }))
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void spawnsOneOnEachCore() throws InterruptedException {
        List<Integer> cores = new ArrayList<>();
        List<JoinHandle<Integer>> handles =
                runtime.spawnOnAll(index -> context -> Poll.ready(context.core().index()));
        for (JoinHandle<Integer> handle : handles) {
            cores.add(handle.join());
        }
        assertThat(cores).containsExactly(0, 1);
    }

    @Test
    void losesNoWakeInAStorm() throws InterruptedException {
        int threads = 4;
        int each = 50_000;
        Counter counter = new Counter(threads * each);
        JoinHandle<Integer> handle = runtime.spawn(counter);
        for (int i = 0; i < threads; i++) {
            new Thread(() -> {
                        for (int n = 0; n < each; n++) {
                            counter.add();
                        }
                    })
                    .start();
        }
        assertThat(handle.join()).isEqualTo(threads * each);
        assertThat(seen.facts()).isEmpty();
    }

    private static final class Counter implements Future<Integer> {
        private final AtomicInteger count = new AtomicInteger();
        private final WakerSlot slot = new WakerSlot();
        private final int goal;

        Counter(int goal) {
            this.goal = goal;
        }

        void add() {
            count.incrementAndGet();
            slot.fire();
        }

        @Override
        public Poll<Integer> poll(Context context) {
            slot.arm(context);
            return count.get() == goal ? Poll.ready(goal) : Poll.pending();
        }
    }

    @Test
    void twoCoresPlayPingPong() throws InterruptedException {
        Ball there = new Ball();
        Ball back = new Ball();
        JoinHandle<Integer> one = runtime.core(0).spawn(new Player(there, back, 20_000));
        JoinHandle<Integer> other = runtime.core(1).spawn(new Player(back, there, 20_000));
        there.hit();

        assertThat(one.join()).isEqualTo(20_000);
        assertThat(other.join()).isEqualTo(20_000);
    }

    /** A permit. */
    private static final class Ball {
        private final WakerSlot slot = new WakerSlot();
        private final AtomicInteger here = new AtomicInteger();

        void hit() {
            here.set(1);
            slot.fire();
        }

        boolean poll(Context context) {
            if (here.compareAndSet(1, 0)) {
                return true;
            }
            slot.arm(context);
            return here.compareAndSet(1, 0);
        }
    }

    private static final class Player implements Future<Integer> {
        private final Ball in;
        private final Ball out;
        private final int rounds;
        private int played;

        Player(Ball in, Ball out, int rounds) {
            this.in = in;
            this.out = out;
            this.rounds = rounds;
        }

        @Override
        public Poll<Integer> poll(Context context) {
            while (played < rounds && in.poll(context)) {
                context.progress(1);
                played++;
                out.hit();
            }
            return played == rounds ? Poll.ready(played) : Poll.pending();
        }
    }

    /** Else the selector would return at once, again and again. */
    @Test
    void aTaskThatInterruptsItsCoreDoesNotKeepItAwake() throws InterruptedException {
        runtime.core(0)
                .spawn(context -> {
                    Thread.currentThread().interrupt();
                    return Poll.ready();
                })
                .join();

        Eventually.holds("no longer interrupted", () -> !runtime.core(0).thread.isInterrupted());
    }
}
