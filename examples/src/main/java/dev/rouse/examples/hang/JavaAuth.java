package dev.rouse.examples.hang;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The stand-in for the C library where there is no compiler: the same answers after the same times, on plain threads.
 */
final class JavaAuth implements AuthLibrary {
    private static final int THREADS = 8;

    private final BlockingQueue<Check> checks = new LinkedBlockingQueue<>();

    private final @Nullable String reason;

    /** Starts the threads; {@code reason} says why it is not the C library. */
    JavaAuth(@Nullable String reason) {
        this.reason = reason;
        for (int i = 1; i <= THREADS; i++) {
            Thread thread = new Thread(this::work, "auth-" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Override
    public void verify(String token, int handle, Callback callback) {
        checks.add(new Check(token, handle, callback));
    }

    @Override
    public String description() {
        return "Java stand-in" + (reason == null ? "" : " (" + reason + ")");
    }

    private void work() {
        try {
            while (true) {
                Check check = checks.take();
                pause(check.micros());
                check.callback().answered(check.handle(), check.accepted());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause(long micros) {
        long end = System.nanoTime() + micros * 1_000;
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private record Check(String token, int handle, Callback callback) {
        private long micros() {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            return token.startsWith("local/") ? random.nextLong(1_000, 3_000) : random.nextLong(140_000, 180_000);
        }

        private boolean accepted() {
            String user = token.substring(token.indexOf('/') + 1);
            return token.contains("/") && !user.isEmpty() && !user.equals("guest");
        }
    }
}
