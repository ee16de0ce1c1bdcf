package dev.rouse.examples.burn;

import com.sun.management.OperatingSystemMXBean;
import dev.rouse.runtime.Core;
import dev.rouse.runtime.Runtime;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What an operator's dashboard shows of the proxy's process, each time since the last. */
final class Gauges {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Runtime runtime;
    private final Proxy proxy;
    private long at = System.nanoTime();
    private long cpuNanos = SYSTEM.getProcessCpuTime();
    private long polls;

    Gauges(Runtime runtime, Proxy proxy) {
        this.runtime = runtime;
        this.proxy = proxy;
    }

    /** Prints a line every other second, on a thread of its own. */
    void start() {
        Thread thread = new Thread(
                () -> {
                    while (true) {
                        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
                        System.out.println(line());
                    }
                },
                "gauges");
        thread.setDaemon(true);
        thread.start();
    }

    private String line() {
        long now = System.nanoTime();
        long cpuNow = SYSTEM.getProcessCpuTime();
        long pollsNow = runtime.cores().stream().mapToLong(Core::polls).sum();
        double nanos = Math.max(1, now - at);
        String line = String.format(
                Locale.ROOT,
                "cpu %3.0f %%   polls a second %,9.0f   open connections %d",
                100 * (cpuNow - cpuNanos) / nanos,
                1e9 * (pollsNow - polls) / nanos,
                proxy.open());
        at = now;
        cpuNanos = cpuNow;
        polls = pollsNow;
        return line;
    }
}
