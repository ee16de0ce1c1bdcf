package dev.rouse.proofs.overhead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What else this machine did while we measured; known on Linux only. */
final class Machine {
    private static final Path STAT = Path.of("/proc/stat");

    /** Linux counts in hundredths of a second, whatever the kernel's own tick. */
    private static final double TICK_S = 0.01;

    private final List<Double> othersShares = new ArrayList<>();

    /** The CPU time of the whole machine, and of those processes that are ours. */
    record Look(long at, double busyS, double oursS) {
        static Look now(Child... ours) throws IOException {
            double cpu = Arrays.stream(ours)
                    .map(Child::cpu)
                    .mapToDouble(Duration::toNanos)
                    .sum();
            return new Look(System.nanoTime(), busy(), cpu / 1e9);
        }
    }

    /** User, nice, system and stolen time; not the interrupts, which our own packets cause. */
    private static double busy() throws IOException {
        if (!Files.isReadable(STAT)) {
            return Double.NaN;
        }
        String[] words = Files.readAllLines(STAT).get(0).split(" +", -1);
        long ticks = 0;
        for (int column : new int[] {1, 2, 3, 8}) {
            ticks += Long.parseLong(words[column]);
        }
        return ticks * TICK_S;
    }

    void window(Look before, Look after) {
        double others = after.busyS - before.busyS - (after.oursS - before.oursS);
        double all = (after.at - before.at) / 1e9 * Runtime.getRuntime().availableProcessors();
        othersShares.add(Math.max(0, others / all));
    }

    /** One sentence: how quiet it was. */
    String quietness() {
        if (othersShares.isEmpty()) {
            return "What other processes did was not looked at.";
        }
        double[] shares = othersShares.stream().mapToDouble(Double::doubleValue).toArray();
        double most = Arrays.stream(shares).max().orElse(Double.NaN);
        return String.format(
                Locale.ROOT,
                "Other processes took %.1f %% of the machine in the median window, and %.1f %% in the worst.",
                Quartiles.of(shares).median() * 100,
                most * 100);
    }

    static String description() throws IOException {
        Path cpus = Path.of("/proc/cpuinfo");
        String model = Files.isReadable(cpus)
                ? Files.readAllLines(cpus).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.replaceAll(".*: *", ""))
                        .findFirst()
                        .orElse("unknown CPU")
                : System.getProperty("os.arch");
        return Runtime.getRuntime().availableProcessors() + " cores, " + model + ", " + System.getProperty("os.name")
                + " " + System.getProperty("os.version");
    }
}
