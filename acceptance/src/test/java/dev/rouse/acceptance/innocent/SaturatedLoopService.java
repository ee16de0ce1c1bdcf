package dev.rouse.acceptance.innocent;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An event loop that has more to do than a core can: its selector never blocks, tasks come from outside with a wake-up
 * each, tasks submit tasks, and bytes go through its connection. All of it gets done.
 */
final class SaturatedLoopService {
    private static final Life LIFE = new Life();
    private static final Queue<Runnable> TASKS = new ConcurrentLinkedQueue<>();
    private static final Semaphore PERMITS = new Semaphore(200);
    private static final int TASKS_A_TURN = 64;
    private static final AtomicLong DONE = new AtomicLong();
    private static volatile boolean ending;

    public static void main(String[] arguments) throws Exception {
        Selector selector = Selector.open();
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
            SocketChannel connection = server.accept();
            connection.configureBlocking(false);
            connection.register(selector, SelectionKey.OP_READ);
            daemon("loop", () -> loop(selector));
            daemon("source", () -> submit(selector));
            daemon("echoes", () -> echo(client));
            client.write(ByteBuffer.wrap(new byte[] {1}));
            LIFE.live(number -> {
                long done = DONE.get();
                Life.sleep(500);
                LIFE.check(true, DONE.get() > done);
            });
            ending = true;
        }
        for (int i = 0; i < 100; i++) {
            LIFE.check(true, DONE.get() > 0);
        }
        LIFE.end();
    }

    private interface Body {
        void run() throws Exception;
    }

    private static void daemon(String name, Body body) {
        Thread thread = new Thread(
                () -> {
                    try {
                        body.run();
                    } catch (Exception e) {
                        if (!ending) {
                            LIFE.check("no exception", e);
                        }
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void loop(Selector selector) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(1024);
        while (selector.isOpen()) {
            selector.select(500);
            for (SelectionKey key : selector.selectedKeys()) {
                bytes.clear();
                if (((SocketChannel) key.channel()).read(bytes) > 0) {
                    bytes.flip();
                    ((SocketChannel) key.channel()).write(bytes);
                }
            }
            selector.selectedKeys().clear();
            for (int i = 0; i < TASKS_A_TURN; i++) {
                Runnable task = TASKS.poll();
                if (task == null) {
                    break;
                }
                task.run();
            }
        }
    }

    private static void submit(Selector selector) throws InterruptedException {
        while (true) {
            PERMITS.acquire();
            TASKS.add(() -> TASKS.add(SaturatedLoopService::finish));
            selector.wakeup();
        }
    }

    private static void finish() {
        Life.work(DONE.incrementAndGet());
        PERMITS.release();
    }

    private static void echo(SocketChannel client) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(1024);
        while (client.isOpen()) {
            bytes.clear();
            client.read(bytes);
            bytes.flip();
            client.write(bytes);
        }
    }
}
