package dev.rouse.proofs.overhead;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;

/**
 * A closed loop of requests from one thread: so many connections, one request at a time on each, at most half an hour.
 */
public final class Load implements Runnable {
    private static final long LONGEST_NS = 1_800_000_000_000L;

    private final Selector selector;
    private volatile Latencies latencies = new Latencies();

    private Load(Selector selector) {
        this.selector = selector;
    }

    /**
     * Started with a port and a number of connections; answers each line on standard input with the p99 since the last.
     */
    public static void main(String[] args) throws IOException {
        Load load = new Load(Selector.open());
        InetSocketAddress service = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        int length = Connection.learnLength(service);
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            Connection.open(service, load.selector, length);
        }
        Thread thread = new Thread(load, "load");
        thread.setDaemon(true);
        thread.start();
        System.out.println("loading");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (in.readLine() != null) {
            System.out.println(load.takeLatencies().at(0.99));
        }
        Runtime.getRuntime().halt(0);
    }

    private Latencies takeLatencies() {
        Latencies taken = latencies;
        latencies = new Latencies();
        return taken;
    }

    @Override
    public void run() {
        long end = System.nanoTime() + LONGEST_NS;
        try {
            while (System.nanoTime() < end) {
                selector.select(this::advance, 1_000);
            }
            System.err.println("load: half an hour is over");
        } catch (RuntimeException | IOException e) {
            System.err.println("load: " + e);
        }
        Runtime.getRuntime().halt(1);
    }

    private void advance(SelectionKey key) {
        ((Connection) key.attachment()).advance(latencies);
    }
}
