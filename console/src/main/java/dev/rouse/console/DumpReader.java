package dev.rouse.console;

import dev.rouse.heap.Look;
import dev.rouse.heap.hprof.BadDump;
import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.prove.HeapProof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Reads heap dumps: says beforehand what that takes, shows on a terminal how far it has come, and tells each failure in
 * one sentence.
 */
final class DumpReader {
    /** What smaller ones take is not worth a word. */
    private static final long WORTH_A_WORD = 100_000_000;

    /** Between the 42 MB for each second of CPU time on a crowded machine and what a quiet one does. */
    private static final long BYTES_A_SECOND = 100_000_000;

    /** Of the dump's size; 0.31 was in use at most for 22.7 million objects in 1,045 MB. */
    private static final double MEMORY = 0.4;

    private static final String ANOTHER = "; make another with 'jcmd PID GC.heap_dump FILE'";

    private final Report report;

    DumpReader(Report report) {
        this.report = report;
    }

    /**
     * @param threadPrint the lines of jcmd's Thread.print; empty without
     * @throws BadUse when it cannot be read
     */
    Look read(Path dump, List<String> threadPrint) {
        try {
            long bytes = Files.size(dump);
            if (bytes >= WORTH_A_WORD) {
                report.say(outlook(bytes, Runtime.getRuntime().maxMemory()));
            }
            return reading(dump, threadPrint);
        } catch (BadDump e) {
            throw new BadUse("cannot read '" + dump + "': " + e.getMessage() + ANOTHER, e);
        } catch (IOException e) {
            throw new BadUse("cannot read '" + dump + "': " + Sentences.reason(e, dump.toString()), e);
        } catch (OutOfMemoryError e) {
            throw new BadUse("there is not memory enough to read '" + dump + "': give -Xmx of 0.4 times its size", e);
        } catch (InternalError e) {
            // What a page of a mapped file that is gone gives (JDK-8191278).
            throw new BadUse("cannot read '" + dump + "': it became shorter while it was read" + ANOTHER, e);
        }
    }

    private static Look reading(Path dump, List<String> threadPrint) throws IOException {
        try (Progress progress = Progress.onTerminal();
                Heap heap = Heap.open(dump, progress)) {
            return HeapProof.look(heap, threadPrint);
        }
    }

    static String outlook(long bytes, long memory) {
        long needed = (long) (bytes * MEMORY);
        return String.format(
                Locale.ROOT,
                "reading %,d MB takes some %s and up to %,d MB of memory; this Java may take %,d MB%s",
                megabytes(bytes),
                Durations.words(Duration.ofSeconds(1 + bytes / BYTES_A_SECOND)),
                megabytes(needed),
                megabytes(memory),
                memory < needed ? ", which may be too little: give it -Xmx" + (1 + needed / (1 << 20)) + "m" : "");
    }

    static long megabytes(long bytes) {
        return bytes / 1_000_000;
    }
}
