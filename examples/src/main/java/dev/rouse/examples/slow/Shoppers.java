package dev.rouse.examples.slow;

import dev.rouse.examples.story.Arguments;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A bounded load: some connections, each with one request at a time and a short pause between; few items are asked for
 * often, many seldom.
 *
 * <p>Options: {@code --port N}, {@code --connections N}, {@code --seconds S}.
 */
public final class Shoppers {
    private static final Set<String> OPTIONS = Set.of("port", "connections", "seconds");
    private static final int ITEMS = 200;
    private static final int PAUSE_MS = 20;

    private final int port;
    private final long end;
    private final List<Long> took = new ArrayList<>();

    private Shoppers(int port, int seconds) {
        this.port = port;
        this.end = System.nanoTime() + seconds * 1_000_000_000L;
    }

    public static void main(String[] args) throws InterruptedException {
        try {
            Arguments arguments = Arguments.of(OPTIONS, args);
            Shoppers shoppers = new Shoppers(arguments.number("port", 0), arguments.number("seconds", 8));
            shoppers.run(arguments.number("connections", 50));
            System.out.println(shoppers.line());
        } catch (IllegalArgumentException e) {
            Arguments.refuse(e);
        }
    }

    private void run(int connections) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            threads.add(new Thread(this::shop, "shopper-" + i));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void shop() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            while (System.nanoTime() < end) {
                long start = System.nanoTime();
                ask(socket);
                synchronized (took) {
                    took.add(System.nanoTime() - start);
                }
                Thread.sleep(PAUSE_MS);
            }
        } catch (IOException e) {
            System.err.println("a shopper left: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void ask(Socket socket) throws IOException {
        double often = Math.pow(ThreadLocalRandom.current().nextDouble(), 3);
        OutputStream out = socket.getOutputStream();
        out.write(("item" + (int) (often * ITEMS) + "\n").getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        int next = in.read();
        while (next != '\n') {
            if (next < 0) {
                throw new IOException("the shop closed the connection");
            }
            next = in.read();
        }
    }

    private String line() {
        long[] sorted;
        synchronized (took) {
            sorted = took.stream().mapToLong(Long::longValue).sorted().toArray();
        }
        if (sorted.length == 0) {
            return "answered 0";
        }
        return String.format(
                Locale.ROOT,
                "answered %,d  mean %.1f ms  p50 %.1f ms  p99 %.1f ms",
                sorted.length,
                Arrays.stream(sorted).average().orElse(0) / 1e6,
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6);
    }
}
