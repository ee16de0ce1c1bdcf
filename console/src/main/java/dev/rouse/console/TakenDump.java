package dev.rouse.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dump that a running JVM has been asked for by jcmd, and the print of its threads taken right after it. The JVM
 * stands still meanwhile.
 */
record TakenDump(Path file, List<String> threads, Duration pause) {
    private static final Pattern USED = Pattern.compile("\\bused (\\d+)K");
    private static final int FIRST_PARALLEL_JDK = 22;

    /** So much of the used heap is a dump at most: short strings and small objects grow a little. */
    private static final double GROWTH = 1.3;

    /** A pause that is worth a word beforehand: a second for each so many bytes. */
    private static final long BYTES_A_SECOND = 200_000_000;

    /** @throws BadUse when the JVM, or the disk, does not let it */
    static TakenDump of(HostProcess process, Path directory, Report report) throws IOException, InterruptedException {
        long used = usedHeap(process);
        refuseWithoutRoom(directory, used);
        report.say("process " + process.pid() + " uses " + megabytes(used)
                + " MB of heap and stands still while it is dumped"
                + (used < BYTES_A_SECOND ? "" : ", for some " + (1 + used / BYTES_A_SECOND) + " s or more"));
        Path file = directory.resolve("rouse-" + process.pid() + "-" + System.currentTimeMillis() + ".hprof");
        long start = System.nanoTime();
        List<String> words = new ArrayList<>(List.of("GC.heap_dump"));
        int parallel = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        if (parallel > 1 && process.javaVersion().map(Checks::feature).orElse(0) >= FIRST_PARALLEL_JDK) {
            words.add("-parallel=" + parallel);
        }
        words.add(file.toString());
        String said = jcmd(process, words);
        Duration pause = Duration.ofNanos(System.nanoTime() - start);
        if (!Files.isRegularFile(file)) {
            throw new BadUse(
                    "process " + process.pid() + " made no dump at '" + file + "': " + Sentences.oneLine(said));
        }
        return new TakenDump(
                file, jcmd(process, List.of("Thread.print", "-l")).lines().toList(), pause);
    }

    /** 0 when the JVM does not tell. */
    private static long usedHeap(HostProcess process) throws IOException, InterruptedException {
        Matcher used = USED.matcher(jcmd(process, List.of("GC.heap_info")));
        long sum = 0;
        for (boolean found = used.find(); found; found = used.find()) {
            sum += Long.parseLong(used.group(1)) << 10;
        }
        return sum;
    }

    private static void refuseWithoutRoom(Path directory, long used) throws IOException {
        long room = Files.getFileStore(directory).getUsableSpace();
        if (room < used * GROWTH) {
            throw new BadUse("the dump may take " + megabytes((long) (used * GROWTH)) + " MB, and '" + directory
                    + "' has room for " + megabytes(room) + " MB: name another directory by --keep DIR");
        }
    }

    private static long megabytes(long bytes) {
        return bytes / 1_000_000;
    }

    private static String jcmd(HostProcess process, List<String> command) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(jcmd)) {
            throw new BadUse("this Java has no jcmd: run rouse with a JDK 17 or newer, not with a JRE");
        }
        List<String> words = new ArrayList<>(List.of(jcmd.toString(), Long.toString(process.pid())));
        words.addAll(command);
        Process running = new ProcessBuilder(words).redirectErrorStream(true).start();
        running.getOutputStream().close();
        String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!running.waitFor(1, TimeUnit.MINUTES) || running.exitValue() != 0) {
            throw new BadUse("jcmd " + process.pid() + " " + command.get(0) + " failed: " + Sentences.oneLine(said));
        }
        return said;
    }
}
