package dev.rouse.agent.metrics;

import java.util.function.Supplier;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for {@code java.util.logging.Logger} in the libraries that are packed into the agent: theirs would set up
 * the host's logging, perhaps before the host does. Says nothing.
 */
public final class SilentLogger {
    private static final SilentLogger SILENT = new SilentLogger();

    private SilentLogger() {}

    public static SilentLogger getLogger(String name) {
        return SILENT;
    }

    public boolean isLoggable(Level level) {
        return false;
    }

    public void log(Level level, String text) {}

    public void log(Level level, String text, @Nullable Object value) {}

    public void log(Level level, String text, @Nullable Throwable cause) {}

    public void log(Level level, Supplier<String> text) {}

    public void fine(String text) {}

    public void warning(String text) {}
}
