package dev.rouse.console;

import dev.rouse.heap.hprof.Heap;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far the reading of a dump has come, in one line of a terminal that is wiped at the end; elsewhere nothing. */
final class Progress implements Heap.Progress, AutoCloseable {
    private static final long EVERY_NS = 100_000_000;
    private static final int WIDTH = 70;

    private final @Nullable PrintStream terminal;
    private long last = System.nanoTime();
    private boolean written;

    private Progress(@Nullable PrintStream terminal) {
        this.terminal = terminal;
    }

    static Progress onTerminal() {
        return new Progress(Terminal.isAt(2) ? System.err : null);
    }

    @Override
    public void at(String phase, long bytes, long of) {
        long now = System.nanoTime();
        if (terminal == null || (of > 0 && now - last < EVERY_NS)) {
            return;
        }
        last = now;
        String line = of == 0 ? phase : phase + ", " + megabytes(bytes) + " of " + megabytes(of) + " MB";
        terminal.print('\r' + String.format(Locale.ROOT, "%-" + WIDTH + "s", "rouse: " + line));
        terminal.flush();
        written = true;
    }

    private static long megabytes(long bytes) {
        return bytes / 1_000_000;
    }

    @Override
    public void close() {
        if (written && terminal != null) {
            terminal.print('\r' + " ".repeat(WIDTH) + '\r');
            terminal.flush();
        }
    }
}
