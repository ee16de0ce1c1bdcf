package dev.rouse.heap.waits;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * A latch that only a sleeper has, and he inside an object that C2 has taken apart: its frame lists neither. Run it
 * with {@code -Xbatch}, and with {@link #hot} and {@link #sleep} not inlined.
 */
public final class InCompiledCode {
    private static final int ROUNDS = 100_000;

    private static final String WAITS = "SUSPECT|latch in compiled code";

    private InCompiledCode() {}

    /** Never leaves the method that makes it. */
    private static final class Box {
        private final CountDownLatch latch;
        private long sum;

        private Box(CountDownLatch latch) {
            this.latch = latch;
        }
    }

    /** @param args the dump's file */
    public static void main(String[] args) throws Exception {
        CountDownLatch compiled = new CountDownLatch(1);
        Thread sleeper = start("RUNS|holds a latch in compiled code", () -> {
            CountDownLatch unused = new CountDownLatch(1);
            for (int i = 0; i < ROUNDS; i++) {
                hot(unused, false);
            }
            compiled.countDown();
            hot(waited(new CountDownLatch(1)), true);
        });
        compiled.await();
        while (sleeper.getState() != Thread.State.TIMED_WAITING) {
            LockSupport.parkNanos(5_000_000);
        }
        while (!waits()) {
            LockSupport.parkNanos(5_000_000);
        }
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(args[0], true);
        System.out.println("dumped");
        Runtime.getRuntime().halt(0);
    }

    private static long hot(CountDownLatch latch, boolean sleeps) {
        Box box = new Box(latch);
        for (int i = 0; i < 10; i++) {
            box.sum += i;
        }
        box.sum += sleep(sleeps);
        box.latch.countDown();
        return box.sum;
    }

    private static int sleep(boolean sleeps) {
        if (sleeps) {
            LockSupport.parkNanos(3_600_000_000_000L);
        }
        return 1;
    }

    private static CountDownLatch waited(CountDownLatch latch) {
        Thread unused = start(WAITS, () -> {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return latch;
    }

    /** Found by its name: nobody is to keep the thread, which has the latch. */
    private static boolean waits() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(WAITS) && thread.getState() == Thread.State.WAITING);
    }

    private static Thread start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
