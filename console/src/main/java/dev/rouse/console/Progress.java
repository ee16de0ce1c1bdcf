package dev.rouse.console;

import dev.rouse.heap.hprof.Heap;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far the reading of a dump has come, in one line of a terminal that is wiped at the end; elsewhere nothing. What
 * is left is estimated from the time so far, and from what part of the whole each phase took where it was measured.
 */
final class Progress implements Heap.Progress, AutoCloseable {
    private static final long EVERY_NS = 100_000_000;
    private static final int WIDTH = 79;

    /** No estimate before so much time: the first pages may come slowly from the disk. */
    private static final long TOO_EARLY_NS = 500_000_000;

    private static final List<Part> PARTS = List.of(
            new Part("looking for its parts", 0.01),
            new Part("counting objects", 0.16),
            new Part("indexing objects", 0.22),
            new Part("marking all there is", 0.30),
            new Part("marking what can be reached", 0.31));

    private final @Nullable PrintStream terminal;
    private final LongSupplier clock;
    private final long start;
    private long last;
    private boolean written;

    /** @param share of the time of the whole */
    private record Part(String phase, double share) {}

    private Progress(@Nullable PrintStream terminal, LongSupplier clock) {
        this.terminal = terminal;
        this.clock = clock;
        start = clock.getAsLong();
        last = start;
    }

    static Progress onTerminal() {
        return new Progress(Terminal.isAt(2) ? System.err : null, System::nanoTime);
    }

    static Progress on(PrintStream terminal, LongSupplier clock) {
        return new Progress(terminal, clock);
    }

    @Override
    public void at(String phase, long bytes, long of) {
        if (terminal == null) {
            return;
        }
        long now = clock.getAsLong();
        if (now - last < EVERY_NS) {
            return;
        }
        last = now;
        String line = phase + ", " + DumpReader.megabytes(bytes) + " of " + DumpReader.megabytes(of) + " MB"
                + left(phase, of == 0 ? 0 : (double) bytes / of, now - start);
        terminal.print('\r' + String.format(Locale.ROOT, "%-" + WIDTH + "s", "rouse: " + line));
        terminal.flush();
        written = true;
    }

    /** Empty where it cannot be told, as while a file is unpacked. */
    private static String left(String phase, double part, long elapsed) {
        double done = 0;
        for (Part each : PARTS) {
            if (each.phase().equals(phase)) {
                done += each.share() * Math.min(1, part);
                return elapsed < TOO_EARLY_NS || done <= 0 || done >= 1
                        ? ""
                        : ", some " + Math.round(elapsed / 1e9 * (1 - done) / done) + " s left";
            }
            done += each.share();
        }
        return "";
    }

    @Override
    public void close() {
        if (written && terminal != null) {
            terminal.print('\r' + " ".repeat(WIDTH) + '\r');
            terminal.flush();
        }
    }
}
