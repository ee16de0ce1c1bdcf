package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.source.Event;
import dev.rouse.probe.Lanes;
import dev.rouse.probe.Nursery;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real threads that turn a loop by calling the hooks themselves; the time between two looks is made up. */
@Timeout(60)
@SuppressWarnings("FutureReturnValueIgnored") // the end of an executor
class LoopWatchTest {
    private static final long PAUSE_MS = 250;

    private final BlockedThreads threads = new BlockedThreads();
    private final Object loop = new Object();
    private final List<Event.BreachSeen> told = new ArrayList<>();
    private final LoopWatch watch = new LoopWatch(
            event -> told.add((Event.BreachSeen) event), 200, new StallTold(new Fields(type -> {}), Stacks::type));
    private long now = System.nanoTime();

    @BeforeEach
    void opens() {
        Nursery.open(true);
    }

    @AfterEach
    void closes() throws InterruptedException {
        Nursery.open(false);
        threads.end();
    }

    private void sweeps(int count) {
        for (int i = 0; i < count; i++) {
            now += PAUSE_MS * 1_000_000;
            watch.sweep(now, PAUSE_MS);
        }
    }

    /** What the watch takes off its time for. */
    private static long collectedMs() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }

    /** The loop of a library: it waits for the next message, and hands it on. */
    private static final class Turns {
        static void once(Object loop, BlockedThreads.@Nullable Work handler) throws Exception {
            waits(loop);
            if (handler != null) {
                handler.run();
            }
        }

        static void waits(Object loop) {
            Lanes.enter(loop);
            Lanes.leave();
        }
    }

    private Thread handling(BlockedThreads.Work handler) {
        return threads.start(() -> {
            try {
                Turns.once(loop, handler);
            } catch (InterruptedException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void tellsOfAHandlerThatWaitsOnceAndThenOfHowLongItLasts() throws TimeoutException {
        CountDownLatch never = new CountDownLatch(1);
        BlockedThreads.awaitBlocked(handling(never::await), "await");

        long collectedBefore = collectedMs();

        sweeps(8);

        assertThat(told).hasSizeBetween(2, 4);
        assertThat(told.get(0).fact()).isEqualTo(Fact.BLOCKED);
        assertThat(told.subList(1, told.size())).allMatch(later -> later.fact() == Fact.STILL_BLOCKED);
        long most = collectedMs() == collectedBefore ? 300_000_000L : 450_000_000L; // told a look later
        assertThat(told.get(0).nanos()).isBetween(200_000_000L, most);
        assertThat(told.get(0).other()).startsWith("its thread waited for a java.util.concurrent.CountDownLatch");
        assertThat(told.get(0).stack())
                .anyMatch(frame -> frame.getClassName().startsWith(LoopWatchTest.class.getName()));
    }

    @Test
    void isSilentAboutALoopThatWaitsForWork() throws TimeoutException {
        CountDownLatch never = new CountDownLatch(1);
        Thread idle = threads.start(() -> {
            Lanes.enter(loop);
            never.await();
        });
        BlockedThreads.awaitBlocked(idle, "await");

        sweeps(8);

        assertThat(told).isEmpty();
    }

    @Test
    void isSilentAboutALoopThatTakesOnOneTaskAfterAnother() {
        Turns.waits(loop);
        for (int task = 0; task < 8; task++) {
            Lanes.step();
            sweeps(1);
        }

        assertThat(told).isEmpty();
    }

    @Test
    void doesNotCountTimeInWhichItDidNotLookItself() throws TimeoutException {
        CountDownLatch never = new CountDownLatch(1);
        BlockedThreads.awaitBlocked(handling(never::await), "await");
        sweeps(1);

        now += 10_000_000_000L;
        watch.sweep(now, 100);

        assertThat(told).isEmpty();
    }

    @Test
    void letsAThreadThatHasHandedItsLoopOnDoAsItLikes() throws TimeoutException {
        CountDownLatch never = new CountDownLatch(1);
        BlockedThreads.awaitBlocked(handling(never::await), "await");
        sweeps(1);
        Thread next = threads.start(() -> {
            Lanes.enter(loop);
            never.await();
        });
        BlockedThreads.awaitBlocked(next, "await");

        sweeps(8);

        assertThat(told).isEmpty();
    }

    @Test
    void saysThatALoopWaitsForItself() throws TimeoutException {
        EventExecutor executor = new DefaultEventExecutor(threadsOfTheTest());
        CompletableFuture<String> never = new CompletableFuture<>();
        CountDownLatch gone = new CountDownLatch(1);
        executor.execute(() -> {
            Turns.waits(executor);
            executor.execute(() -> never.complete("done"));
            never.join();
            gone.countDown();
        });
        BlockedThreads.awaitBlocked(thread, "join");

        sweeps(6);

        assertThat(told).isNotEmpty();
        assertThat(told.get(0).other()).contains("it waits for itself").contains("1 task stands in its queue");
        never.complete("done");
        executor.shutdownGracefully();
    }

    private Thread thread = Thread.currentThread();

    private java.util.concurrent.ThreadFactory threadsOfTheTest() {
        return work -> {
            thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Test
    void letsAnExecutorWithoutChannelsBlock() throws TimeoutException {
        EventExecutor executor = new DefaultEventExecutor(threadsOfTheTest());
        CountDownLatch answer = new CountDownLatch(1);
        executor.execute(() -> {
            Turns.waits(executor);
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        BlockedThreads.awaitBlocked(thread, "await");

        sweeps(8);

        assertThat(told).isEmpty();
        answer.countDown();
        executor.shutdownGracefully();
    }
}
