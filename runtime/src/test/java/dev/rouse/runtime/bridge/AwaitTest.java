package dev.rouse.runtime.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Core;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.Runtime;
import dev.rouse.runtime.TaskFailedException;
import dev.rouse.runtime.sync.Notify;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AwaitTest {
    private final Runtime runtime = Runtime.builder().cores(1).start();
    private final Core core = runtime.core(0);

    @AfterEach
    void stop() {
        runtime.close();
    }

    @Test
    void givesThePlatformThreadTheValue() throws InterruptedException {
        Integer index = Await.await(context -> Poll.ready(context.core().index()), core);
        assertThat(index).isZero();
    }

    @Test
    void saysHowTheTaskHasFailed() {
        Future<String> failing = context -> {
            throw new IllegalArgumentException("on purpose");
        };
        assertThatExceptionOfType(TaskFailedException.class)
                .isThrownBy(() -> Await.await(failing, core))
                .withCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesToBlockACore() {
        AtomicInteger polls = new AtomicInteger();
        Future<Integer> inner = context -> Poll.ready(polls.incrementAndGet());
        assertThatExceptionOfType(TaskFailedException.class)
                .isThrownBy(() -> Await.await(context -> blocking(inner), core))
                .withCauseInstanceOf(IllegalStateException.class);
        assertThat(polls).hasValue(0);
    }

    private Poll<Integer> blocking(Future<Integer> inner) {
        try {
            return Poll.ready(Await.await(inner, core));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void cancelsTheTaskWhenTheThreadIsInterrupted() throws InterruptedException {
        Endless endless = new Endless();
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread waiting = new Thread(() -> {
            try {
                Await.await(endless, core);
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        waiting.start();
        assertThat(endless.begun.await(20, TimeUnit.SECONDS)).isTrue();
        waiting.interrupt();
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(endless.dropped.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private static final class Endless implements Future<@Nullable Void> {
        private final Future<@Nullable Void> never = new Notify().notified();
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch dropped = new CountDownLatch(1);

        @Override
        public Poll<@Nullable Void> poll(Context context) {
            begun.countDown();
            return never.poll(context);
        }

        @Override
        public void drop() {
            never.drop();
            dropped.countDown();
        }
    }

    @Test
    void refusesACoreThatHasShutDown() {
        runtime.close();
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> Await.await(context -> Poll.ready("late"), core));
    }

    /** More wait at once than there are carriers: had one been pinned, the last could not come. */
    @Test
    void pinsNoCarrierOfVirtualThreads() throws ReflectiveOperationException, InterruptedException {
        int many = 500;
        Notify go = new Notify();
        CountDownLatch waiting = new CountDownLatch(many);
        AtomicInteger ended = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            threads.add(startVirtual(() -> {
                Future<@Nullable Void> told = go.notified();
                try {
                    Await.await(
                            context -> {
                                Poll<@Nullable Void> answer = told.poll(context);
                                waiting.countDown();
                                return answer;
                            },
                            core);
                    ended.incrementAndGet();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
        go.notifyWaiters();
        for (Thread thread : threads) {
            thread.join(20_000);
        }
        assertThat(ended).hasValue(many);
    }

    @Test
    void isInterruptedOnAVirtualThreadToo() throws ReflectiveOperationException, InterruptedException {
        Endless endless = new Endless();
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread waiting = startVirtual(() -> {
            try {
                Await.await(endless, core);
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        assertThat(endless.begun.await(20, TimeUnit.SECONDS)).isTrue();
        waiting.interrupt();
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(endless.dropped.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private static Thread startVirtual(Runnable work) throws ReflectiveOperationException {
        int feature = java.lang.Runtime.version().feature();
        assumeTrue(feature >= 21, "JDK " + feature + " has no virtual threads: they came for good with 21");
        Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
        return (Thread) start.invoke(null, work);
    }
}
