package dev.rouse.proofs.heap;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes a dump of each size, reads it with both readers in turn, each time in a JVM of its own, and prints the medians.
 */
public final class HeapBenchmark {
    private static final String ROUSE = ReadByRouse.class.getName();
    private static final String SHARK = ReadByRouse.class.getPackageName() + ".ReadBySharkKt";

    /** Of the dump's size: what we promise to need at most. */
    private static final double OUR_MEMORY = 0.4;

    /** Bytes an object: the other promise. */
    private static final int OUR_BYTES = 16;

    /** Of the dump's size: so much that it is no hindrance. */
    private static final double SHARKS_MEMORY = 2.5;

    private final String classPath;
    private final Path directory;

    private HeapBenchmark(String classPath, Path directory) {
        this.classPath = classPath;
        this.directory = directory;
    }

    /** @param args sizes in MB with commas between, rounds, the class path, where dumps may lie */
    public static void main(String[] args) throws Exception {
        HeapBenchmark benchmark = new HeapBenchmark(args[2], Path.of(args[3]));
        System.out.println("Java " + Runtime.version() + ", "
                + Runtime.getRuntime().availableProcessors() + " cores; medians of " + args[1] + " readings\n");
        System.out.println(
                "| dump | objects | reader | index | CPU | one mark | CPU | whole analysis | CPU | index keeps"
                        + " | at most in use | -Xmx |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (String size : args[0].split(",", -1)) {
            benchmark.measure(Long.parseLong(size), Integer.parseInt(args[1]));
        }
    }

    private void measure(long megabytes, int rounds) throws Exception {
        Path dump = Files.createTempDirectory(directory, "rouse-proof").resolve("service.hprof");
        try {
            run(
                    List.of("-Xmx" + (500 + megabytes * 3 / 2) + "m", "-XX:+UseParallelGC"),
                    ServiceHeap.class.getName(),
                    dump.toString(),
                    "" + megabytes);
            readInTurn(dump, rounds);
        } finally {
            Files.deleteIfExists(dump);
            Files.delete(dump.getParent());
        }
    }

    private void readInTurn(Path dump, int rounds) throws Exception {
        long bytes = Files.size(dump);
        long ours = (long) (bytes * OUR_MEMORY);
        long sharks = (long) (bytes * SHARKS_MEMORY);
        List<Reading> rouse = new ArrayList<>();
        List<Reading> shark = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            rouse.add(read(ROUSE, dump, ours));
            shark.add(read(SHARK, dump, sharks));
        }
        print(bytes, "Rouse", rouse, ours);
        print(bytes, "shark", shark, sharks);
        double mark = median(shark, r -> r.mark().cpu());
        long least = rouse.get(0).objects() * OUR_BYTES;
        Reading tight = tryToRead(dump, least);
        System.out.printf(
                Locale.ROOT,
                "%nshark's mark takes %.1f times the CPU time of ours, and %.1f times that of our whole analysis. With"
                        + " -Xmx of %d bytes an object (%d MB,"
                        + " %.2f of the dump) Rouse %s.%n%n",
                mark / median(rouse, r -> r.mark().cpu()),
                mark / median(rouse, r -> r.whole().cpu()),
                OUR_BYTES,
                least / 1_000_000,
                (double) least / bytes,
                tight == null
                        ? "runs out of memory"
                        : String.format(
                                Locale.ROOT,
                                "takes %.1f s of CPU time in all",
                                tight.index().cpu() + tight.whole().cpu()));
    }

    private static void print(long bytes, String reader, List<Reading> readings, long memory) {
        long objects = readings.get(0).objects();
        System.out.printf(
                Locale.ROOT,
                "| %,d MB | %.1f M | %s | %.1f s | %.1f s | %.1f s | %.1f s | %.1f s | %.1f s | %d MB, %.1f B an object | %d MB | %d MB |%n",
                bytes / 1_000_000,
                objects / 1e6,
                reader,
                median(readings, r -> r.index().seconds()),
                median(readings, r -> r.index().cpu()),
                median(readings, r -> r.mark().seconds()),
                median(readings, r -> r.mark().cpu()),
                median(readings, r -> r.whole().seconds()),
                median(readings, r -> r.whole().cpu()),
                (long) median(readings, Reading::indexed) / 1_000_000,
                median(readings, Reading::indexed) / objects,
                (long) median(readings, Reading::peak) / 1_000_000,
                memory / 1_000_000);
    }

    private static double median(List<Reading> readings, ToDoubleFunction<Reading> what) {
        return Reading.median(readings.stream().mapToDouble(what).toArray());
    }

    private Reading read(String reader, Path dump, long memory) throws Exception {
        return Reading.parse(run(options(memory), reader, dump.toString()));
    }

    private @Nullable Reading tryToRead(Path dump, long memory) throws InterruptedException {
        try {
            return Reading.parse(run(options(memory), ROUSE, dump.toString()));
        } catch (IOException e) {
            return null;
        }
    }

    /** One collector for both: left to itself, a JVM with little memory chooses another. */
    private static List<String> options(long memory) {
        return List.of("-Xmx" + (memory >> 20) + "m", "-XX:+UseG1GC");
    }

    /** Its line that begins with 'reading', or the last one. */
    private String run(List<String> options, String main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String last = "";
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = last.startsWith("reading ") ? last : line;
            }
        }
        if (process.waitFor() != 0) {
            throw new IOException(main + " ended with " + process.exitValue());
        }
        return last;
    }
}
