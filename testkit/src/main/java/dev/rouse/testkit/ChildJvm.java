package dev.rouse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A running child process of {@code java}, with what it has printed so far. Every wait is bounded; closing it kills the
 * process and whatever it has started.
 */
public final class ChildJvm implements AutoCloseable {
    /** How long what it has printed may take to be read. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(30);

    private static final Duration TO_DIE = Duration.ofSeconds(5);

    private final JavaCommand command;
    private final Process process;
    private final CapturedLines out;
    private final CapturedLines err;

    private ChildJvm(JavaCommand command, Process process) {
        this.command = command;
        this.process = process;
        this.out = CapturedLines.of(process.getInputStream(), "out of " + process.pid());
        this.err = CapturedLines.of(process.getErrorStream(), "err of " + process.pid());
    }

    /** Starts it with an empty standard input and without options that the environment would add. */
    static ChildJvm start(JavaCommand command) {
        ChildJvm child = startWithInput(command);
        child.endInput();
        return child;
    }

    /** The same, with an input that has no end until {@link #endInput}. */
    static ChildJvm startWithInput(JavaCommand command) {
        ProcessBuilder builder = new ProcessBuilder(command.line());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().remove("JDK_JAVA_OPTIONS");
        builder.environment().put("JAVA_HOME", command.jdk().home().toString());
        try {
            return new ChildJvm(command, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.line(), e);
        }
    }

    public void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot end the input of " + this, e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The lines of standard output so far. */
    public List<String> out() {
        return out.lines();
    }

    /** The lines of standard error so far. */
    public List<String> err() {
        return err.lines();
    }

    /** Waits for the end and for the last of its output; answers the exit code. */
    public int awaitExit(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + atMost + ": " + this);
            }
            out.awaitEnd(LAST_WORDS);
            err.awaitEnd(LAST_WORDS);
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + this, e);
        }
    }

    /** Waits for a line of standard output. */
    public String awaitLine(Predicate<String> wanted, Duration atMost) {
        try {
            Optional<String> line = out.await(wanted, atMost);
            return line.orElseThrow(() -> new AssertionError("no such line within " + atMost + " from " + this));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + this, e);
        }
    }

    /** Waits until standard output has so many lines. */
    public void awaitLines(int count, Duration atMost) {
        awaitLine(line -> out.lines().size() >= count, atMost);
    }

    /** Ends it as a terminal's Ctrl-C would, politely. */
    public void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        List<ProcessHandle> tree = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        tree.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle member : tree) {
            member.onExit()
                    .orTimeout(TO_DIE.toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionally(e -> member)
                    .join();
        }
    }

    /** The command, its state and all that it printed: the story of a failed test. */
    @Override
    public String toString() {
        return String.join(" ", command.line())
                + "\n  " + (isAlive() ? "runs as " + pid() : "ended with " + process.exitValue())
                + "\n  standard output:\n" + String.join("\n", out())
                + "\n  standard error:\n" + String.join("\n", err());
    }
}
