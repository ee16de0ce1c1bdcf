package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HoldersTest {
    private static final StackTraceElement PARK =
            new StackTraceElement("java.util.concurrent.locks.LockSupport", "park", "LockSupport.java", 1);
    private static final StackTraceElement LOOP =
            new StackTraceElement("io.netty.channel.nio.NioEventLoop", "run", "NioEventLoop.java", 2);
    private static final StackTraceElement HANDLER =
            new StackTraceElement("com.acme.Handler", "channelRead", "Handler.java", 3);

    private final Holders holders = new Holders();

    @Test
    void isTheInnermostFrameThatIsNeitherTheJdksNorTheLoopsOwn() {
        assertThat(Holders.in(List.of(PARK, LOOP, HANDLER, LOOP), "io.netty."))
                .hasToString("com.acme.Handler.channelRead(Handler.java:3)");
    }

    @Test
    void isNobodyWhenTheLoopWaitsForWork() {
        assertThat(Holders.in(List.of(PARK, LOOP), "io.netty.")).isNull();
    }

    @Test
    void namesALibraryByTheFirstTwoPartsOfItsPackage() {
        assertThat(Holders.family("io.netty.channel.nio.NioEventLoop")).isEqualTo("io.netty.");
        assertThat(Holders.family("Main")).isEqualTo("Main");
    }

    @Test
    void isTheLineThatBlocksTheThread() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Thread held = new Thread(() -> await(end));
        held.start();
        awaitBlocked(held);

        assertThat(holders.of(held, new LinkedBlockingQueue<String>()))
                .asString()
                .startsWith("dev.rouse.agent.HoldersTest.await(");
        end.countDown();
        held.join();
    }

    private static void awaitBlocked(Thread thread) {
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (thread.getState() != Thread.State.TIMED_WAITING && System.nanoTime() < patience) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch end) {
        try {
            end.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void isNobodyWhileTheThreadComputes() throws InterruptedException {
        BlockingQueue<String> stop = new LinkedBlockingQueue<>();
        Thread computes = new Thread(() -> {
            while (stop.isEmpty()) {
                Thread.onSpinWait();
            }
        });
        computes.start();

        assertThat(holders.of(computes, stop)).isNull();
        stop.add("stop");
        computes.join();
    }
}
