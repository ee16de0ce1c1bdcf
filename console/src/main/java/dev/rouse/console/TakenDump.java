package dev.rouse.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A dump that a running JVM has been asked for by jcmd, and the print of its threads taken right after it. The JVM
 * stands still meanwhile. Closing it deletes the dump, unless it is to be kept.
 *
 * @param pause how long the JVM stood still, as it tells itself, or at most
 */
record TakenDump(Path file, List<String> threads, Duration pause, boolean kept) implements AutoCloseable {
    /** {@code used 123K} of most collectors, {@code used 12M} of ZGC, {@code 123K used} of Shenandoah. */
    private static final Pattern USED = Pattern.compile("\\bused (\\d+)([KMG])|\\b(\\d+)([KMG]) used");

    private static final Pattern TOOK = Pattern.compile("\\bin (\\d+\\.\\d+) secs");
    private static final int FIRST_PARALLEL_JDK = 22;

    /** So much of the used heap is a dump at most: short strings and small objects grow a little. */
    private static final double GROWTH = 1.3;

    /** A pause that is worth a word beforehand: a second for each so many bytes. */
    private static final long BYTES_A_SECOND = 200_000_000;

    /**
     * What a dump of a process would take.
     *
     * @param keep the directory that is to keep it; null for the temporary one, and then it is deleted
     */
    record Plan(HostProcess process, long used, @Nullable Path keep) {

        /** @throws BadUse when the JVM does not let it be dumped, or the disk has no room */
        static Plan of(HostProcess process, @Nullable Path keep) throws IOException, InterruptedException {
            Checks.ofDumping(process).stream()
                    .filter(check -> !check.holds())
                    .findFirst()
                    .ifPresent(check -> {
                        throw check.asBadUse();
                    });
            if (keep != null && !Files.isDirectory(keep)) {
                throw new BadUse("'" + keep + "' is no directory");
            }
            Plan plan = new Plan(process, usedHeap(process), keep);
            plan.refuseWithoutRoom();
            return plan;
        }

        Path directory() {
            return (keep == null ? Path.of(System.getProperty("java.io.tmpdir")) : keep).toAbsolutePath();
        }

        private void refuseWithoutRoom() throws IOException {
            long room = Files.getFileStore(directory()).getUsableSpace();
            if (room < used * GROWTH) {
                throw new BadUse("the dump may take " + DumpReader.megabytes((long) (used * GROWTH)) + " MB, and '"
                        + directory() + "' has room for " + DumpReader.megabytes(room)
                        + " MB: name another directory by --keep DIR");
            }
        }

        /** {@code uses 12 MB of heap and stands still while it is dumped, ...}. */
        String words() {
            return "uses " + DumpReader.megabytes(used) + " MB of heap and stands still while it is dumped"
                    + (used < BYTES_A_SECOND
                            ? ""
                            : ", for some " + Durations.words(Duration.ofSeconds(1 + used / BYTES_A_SECOND))
                                    + " or more");
        }
    }

    /** @throws BadUse when the JVM, or the disk, does not let it */
    static TakenDump of(Plan plan) throws IOException, InterruptedException {
        HostProcess process = plan.process();
        Path file = plan.directory().resolve("rouse-" + process.pid() + "-" + System.currentTimeMillis() + ".hprof");
        boolean kept = plan.keep() != null;
        if (!kept) {
            // Ctrl-C must not leave it either.
            file.toFile().deleteOnExit();
        }
        long start = System.nanoTime();
        try {
            String said = jcmd(process, command(process, file));
            Duration most = Duration.ofNanos(System.nanoTime() - start);
            if (!Files.isRegularFile(file)) {
                throw new BadUse(
                        "process " + process.pid() + " made no dump at '" + file + "': " + Sentences.oneLine(said));
            }
            List<String> threads =
                    jcmd(process, List.of("Thread.print", "-l")).lines().toList();
            return new TakenDump(file, threads, pause(said, most), kept);
        } catch (BadUse | IOException | InterruptedException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static List<String> command(HostProcess process, Path file) {
        List<String> words = new ArrayList<>(List.of("GC.heap_dump"));
        // All cores: who stands still needs none.
        int parallel = Runtime.getRuntime().availableProcessors();
        if (parallel > 1 && process.javaVersion().map(Checks::feature).orElse(0) >= FIRST_PARALLEL_JDK) {
            words.add("-parallel=" + parallel);
        }
        words.add(file.toString());
        return words;
    }

    /** The JVM's own word where it gives one: to start jcmd takes half a second in which nobody stands still. */
    static Duration pause(String said, Duration most) {
        Matcher took = TOOK.matcher(said);
        return took.find() ? Duration.ofMillis(Math.round(Double.parseDouble(took.group(1)) * 1000)) : most;
    }

    /** How long the JVM stood still, and where the dump is when it stays. */
    String words() {
        String time = pause.compareTo(Duration.ofSeconds(1)) < 0
                ? String.format(Locale.ROOT, "%.2f s", pause.toMillis() / 1000.0)
                : Durations.words(pause);
        return "it stood still for " + time + " at most" + (kept ? "; the dump is " + file : "");
    }

    /** 0 when the JVM does not tell. */
    private static long usedHeap(HostProcess process) throws IOException, InterruptedException {
        return jcmd(process, List.of("GC.heap_info"))
                .lines()
                .filter(line -> !line.contains("Metaspace") && !line.contains("class space"))
                .mapToLong(TakenDump::used)
                .sum();
    }

    /** Bytes that a line of GC.heap_info calls used; 0 for another line. */
    static long used(String line) {
        Matcher used = USED.matcher(line);
        if (!used.find()) {
            return 0;
        }
        boolean before = used.group(1) != null;
        int shift = "KMG".indexOf(used.group(before ? 2 : 4)) * 10 + 10;
        return Long.parseLong(used.group(before ? 1 : 3)) << shift;
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

    @Override
    public void close() throws IOException {
        if (!kept) {
            Files.deleteIfExists(file);
        }
    }
}
