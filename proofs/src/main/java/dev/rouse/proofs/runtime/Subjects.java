package dev.rouse.proofs.runtime;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Runs one workload on one subject in this JVM, which has compiled nothing for another one, and prints its name and the
 * median, in nanoseconds.
 */
public final class Subjects {
    private static final Map<String, Callable<Subject>> ALL = Map.of(
            "rouse", () -> new RousePolls(true),
            "rouse-undiagnosed", () -> new RousePolls(false),
            "completable-future", CompletableFutures::new,
            "virtual-threads", VirtualThreads::new,
            "kotlin", KotlinCoroutines::new,
            "netty", NettyLoops::new);

    static final String SLEEP = "sleepers";

    private static final int WARM_UP = 40;
    private static final int SAMPLES = 40;
    private static final int SLEEPERS = 1_000_000;

    private Subjects() {}

    public static void main(String[] args) throws Exception {
        try (Subject subject = ALL.get(args[0]).call()) {
            if (args[1].equals(SLEEP)) {
                sleep(subject);
            } else {
                measureIfItCan(subject, Workload.valueOf(args[1]));
            }
        }
        System.exit(0);
    }

    private static void measureIfItCan(Subject subject, Workload workload) throws Exception {
        try {
            measure(subject, workload);
        } catch (UnsupportedOperationException e) {
            System.err.println(workload + ": " + e.getMessage());
        }
    }

    private static void measure(Subject subject, Workload workload) throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            workload.sample(subject);
        }
        double before = allocated();
        double[] samples = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            samples[i] = workload.sample(subject);
        }
        double bytes = (allocated() - before) / SAMPLES / workload.operations();
        Arrays.sort(samples);
        System.out.printf(Locale.ROOT, "%s\t%.2f%n", workload, samples[SAMPLES / 2]);
        System.out.printf(Locale.ROOT, "%s_BYTES\t%.1f%n", workload, bytes);
    }

    /** Bytes that all threads have allocated; JDK 21 and later can tell. */
    private static double allocated() {
        try {
            return (long) ThreadMXBean.class
                    .getMethod("getTotalThreadAllocatedBytes")
                    .invoke(ManagementFactory.getThreadMXBean());
        } catch (ReflectiveOperationException e) {
            return Double.NaN;
        }
    }

    private static void sleep(Subject subject) throws Exception {
        long before = used();
        long start = System.nanoTime();
        subject.sleepers(SLEEPERS);
        double nanos = (System.nanoTime() - start) / (double) SLEEPERS;
        System.out.printf(Locale.ROOT, "SLEEPER_NS\t%.1f%n", nanos);
        System.out.printf(Locale.ROOT, "SLEEPER_BYTES\t%.1f%n", (used() - before) / (double) SLEEPERS);
    }

    private static long used() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
