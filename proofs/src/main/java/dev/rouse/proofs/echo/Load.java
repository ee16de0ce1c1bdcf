package dev.rouse.proofs.echo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.SocketFactory;

/** Some connections, one message of 128 bytes at a time on each; prints the throughput and the p99 of a window. */
public final class Load {
    private static final int CONNECTIONS = 32;
    private static final int MESSAGE = 128;
    private static final int MOST = 4_000_000;

    private volatile boolean measuring;
    private volatile boolean over;

    private Load() {}

    /** Arguments: port, seconds of warm-up, seconds measured; then a key store for TLS, or nothing. */
    public static void main(String[] args) throws Exception {
        SocketFactory factory =
                args.length > 3 ? Server.tls(Path.of(args[3])).getSocketFactory() : SocketFactory.getDefault();
        new Load().run(factory, Integer.parseInt(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    }

    private void run(SocketFactory factory, int port, int warmUp, int seconds) throws InterruptedException {
        long[][] took = new long[CONNECTIONS][];
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            int own = i;
            Thread thread = new Thread(() -> took[own] = talk(factory, port));
            thread.start();
            threads.add(thread);
        }
        Thread.sleep(warmUp * 1_000L);
        measuring = true;
        Thread.sleep(seconds * 1_000L);
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        long[] all = Arrays.stream(took).flatMapToLong(Arrays::stream).sorted().toArray();
        System.out.println(all.length / seconds + "\t" + all[(int) (all.length * 0.99)]);
    }

    /** How long each exchange took, in nanoseconds. */
    private long[] talk(SocketFactory factory, int port) {
        long[] took = new long[1 << 10];
        int n = 0;
        try (Socket socket = factory.createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            InputStream in = socket.getInputStream();
            byte[] message = new byte[MESSAGE];
            while (!over && n < MOST / CONNECTIONS) {
                long start = System.nanoTime();
                out.write(message);
                if (in.readNBytes(message, 0, MESSAGE) < MESSAGE) {
                    throw new IOException("the server closed the connection");
                }
                if (measuring) {
                    took = n == took.length ? Arrays.copyOf(took, 2 * n) : took;
                    took[n++] = System.nanoTime() - start;
                }
            }
        } catch (IOException e) {
            System.err.println("load: " + e);
            System.exit(1);
        }
        return Arrays.copyOf(took, n);
    }
}
