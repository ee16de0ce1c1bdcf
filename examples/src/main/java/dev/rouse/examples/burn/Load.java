package dev.rouse.examples.burn;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;

/** Clients that do as they should: fifty small requests a second, ten of them on each connection. */
final class Load {
    private static final int A_SECOND = 50;
    private static final int ON_A_CONNECTION = 10;

    private final SSLContext keys;
    private final int port;

    Load(SSLContext keys, int port) {
        this.keys = keys;
        this.port = port;
    }

    /** Sends requests for so long, and says what became of them. */
    String run(int seconds) {
        long[] tookNanos = new long[seconds * A_SECOND];
        int answered = 0;
        int failed = 0;
        long begin = System.nanoTime();
        for (int sent = 0; sent < tookNanos.length; sent += ON_A_CONNECTION) {
            try (Client client = Client.connect(keys, port)) {
                for (int i = 0; i < ON_A_CONNECTION; i++) {
                    await(begin + (sent + i) * TimeUnit.SECONDS.toNanos(1) / A_SECOND);
                    long before = System.nanoTime();
                    client.put(new byte[100]);
                    tookNanos[answered++] = System.nanoTime() - before;
                }
                client.end();
            } catch (IOException e) {
                failed++;
            }
        }
        Arrays.sort(tookNanos, 0, answered);
        double median = answered == 0 ? 0 : tookNanos[answered / 2] / 1e6;
        return String.format(
                Locale.ROOT, "requests answered %d   median %.1f ms   connections failed %d", answered, median, failed);
    }

    private static void await(long nanoTime) {
        for (long rest = nanoTime - System.nanoTime(); rest > 0; rest = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(rest);
        }
    }
}
