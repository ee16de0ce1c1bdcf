package dev.rouse.heap.waits;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.management.ObjectName;

/**
 * Waits of many kinds, on platform threads and, where the JDK has them, on virtual ones. Each thread is named after the
 * verdict that a dump must give: {@code PROVEN|CountDownLatch.await}. Then it dumps itself.
 */
public final class LabelledWaits {
    private static final long SETTLE_MS = 60_000;

    /** What stays reachable for the whole program. */
    static final List<Object> KEPT = new ArrayList<>();

    private static final List<java.lang.ref.WeakReference<Thread>> STARTED = new ArrayList<>();

    private LabelledWaits() {}

    /**
     * @param args the dump's file; {@code all} for the objects that are garbage too, else {@code live}; the file for
     *     what {@code jcmd PID Thread.print -l} would print, if that is wanted
     */
    public static void main(String[] args) throws Exception {
        for (Starter starter : Starter.all()) {
            Primitive.all().forEach(primitive -> three(starter, primitive));
            SpecialWaits.start(starter);
            PoolWaits.start(starter);
            MonitorWaits.start(starter);
            LabelledPromises.start(starter);
            NettyWaits.start(starter);
        }
        settle();
        boolean live = args.length < 2 || !args[1].equals("all");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(args[0], live);
        if (args.length > 2) {
            Files.writeString(Path.of(args[2]), threadPrint());
        }
        System.out.println("dumped");
        Runtime.getRuntime().halt(0);
    }

    private static String threadPrint() throws Exception {
        return (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "threadPrint",
                        new Object[] {new String[] {"-l"}},
                        new String[] {String[].class.getName()});
    }

    private static void three(Starter starter, Primitive primitive) {
        start(starter, "PROVEN|" + primitive.name(), primitive.make().get().body());
        Primitive.Made held = primitive.make().get();
        KEPT.add(held.waker());
        start(starter, "HELD|" + primitive.name(), held.body());
        String verdict = primitive.interruptible() ? "INTERRUPT_ONLY" : "PROVEN";
        KEPT.add(start(
                starter,
                verdict + "|thread kept, " + primitive.name(),
                primitive.make().get().body()));
    }

    static Thread start(Starter starter, String name, Primitive.Body body) {
        Thread thread = starter.start(name, () -> {
            try {
                body.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        STARTED.add(new java.lang.ref.WeakReference<>(thread));
        return thread;
    }

    /** Until every thread is blocked, and has been for a while. */
    static void settle() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SETTLE_MS);
        int calm = 0;
        while (calm < 10) {
            calm = STARTED.stream().allMatch(LabelledWaits::isBlocked) && areAllBlocked() ? calm + 1 : 0;
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("some threads do not block: " + running());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        STARTED.clear();
    }

    /** Those too that a pool has started; virtual ones are not among them. */
    private static boolean areAllBlocked() {
        return Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().contains("|") && isRunning(thread));
    }

    private static boolean isBlocked(java.lang.ref.WeakReference<Thread> started) {
        Thread thread = started.get();
        return thread == null || !thread.getName().contains("|") || !isRunning(thread);
    }

    private static boolean isRunning(Thread thread) {
        Thread.State state = thread.getState();
        return state == Thread.State.RUNNABLE || state == Thread.State.NEW;
    }

    private static String running() {
        StringBuilder names = new StringBuilder();
        for (java.lang.ref.WeakReference<Thread> started : STARTED) {
            Thread thread = started.get();
            if (thread != null && isRunning(thread)) {
                names.append(String.format(Locale.ROOT, "%s; ", thread));
            }
        }
        return names.toString();
    }
}
