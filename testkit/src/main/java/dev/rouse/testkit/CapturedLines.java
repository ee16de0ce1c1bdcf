package dev.rouse.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The lines that a stream has given so far, read by a thread of its own; the first 20,000 are kept. */
public final class CapturedLines {
    private static final int KEPT = 20_000;

    /* Guarded by this; whoever adds a line or sets ended notifies all. */
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    public static CapturedLines of(InputStream stream, String name) {
        CapturedLines captured = new CapturedLines();
        Thread reader = new Thread(() -> captured.read(stream), name);
        reader.setDaemon(true);
        reader.start();
        return captured;
    }

    private void read(InputStream stream) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            add("(reading ended: " + e + ")");
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        if (lines.size() < KEPT) {
            lines.add(line);
            notifyAll();
        }
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits for a line; answers nothing when the time is over or the stream has ended without it. */
    public synchronized Optional<String> await(Predicate<String> wanted, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        int next = 0;
        while (true) {
            for (; next < lines.size(); next++) {
                if (wanted.test(lines.get(next))) {
                    return Optional.of(lines.get(next));
                }
            }
            long left = millisUntil(deadline);
            if (ended || left <= 0) {
                return Optional.empty();
            }
            wait(left);
        }
    }

    synchronized void awaitEnd(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        long left = millisUntil(deadline);
        while (!ended && left > 0) {
            wait(left);
            left = millisUntil(deadline);
        }
    }

    private static long millisUntil(long deadline) {
        return (deadline - System.nanoTime()) / 1_000_000;
    }
}
