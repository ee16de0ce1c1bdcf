package dev.rouse.acceptance.cases;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Loops that burn a core as services do: those that get nowhere, and the nearest that get on. */
public enum BurningLoop {
    /** A client that connects again at once when it is refused. */
    REDIALS(true) {
        @Override
        void loop() throws IOException {
            int port = free();
            while (true) {
                dial(port);
            }
        }
    },
    SCANS_PORTS(false) {
        @Override
        void loop() {
            for (int port = 1; ; port = port % 65_535 + 1) {
                dial(port);
            }
        }
    },
    /** A producer that tries again at once when the executor is full, and its worker hangs. */
    IS_REJECTED(true) {
        @Override
        void loop() {
            ThreadPoolExecutor full = full();
            while (true) {
                count += accepts(full, () -> sleep(100_000)) ? 0 : 1;
            }
        }
    },
    /** Each rejection is the answer to another request. */
    SHEDS_LOAD(false) {
        @Override
        void loop() throws InterruptedException {
            ThreadPoolExecutor full = full();
            BlockingQueue<Integer> requests = new LinkedBlockingQueue<>(100);
            start(() -> {
                while (true) {
                    requests.put(1);
                }
            });
            while (true) {
                count += requests.take() + (accepts(full, () -> sleep(100_000)) ? 0 : 1);
            }
        }
    },
    /** A message that is larger than the buffer that it is read into. */
    NEVER_MAKES_ROOM(true) {
        @Override
        void loop() {
            ByteBuffer buffer = ByteBuffer.allocate(64);
            while (true) {
                buffer.put(new byte[buffer.remaining()]).flip();
                count += buffer.get(0);
                buffer.compact();
            }
        }
    },
    LOOKS_AT_MALFORMED_TEXT(false) {
        @Override
        void loop() {
            while (true) {
                try {
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(new byte[] {65, -1}));
                } catch (CharacterCodingException e) {
                    count++;
                }
            }
        }
    },
    /** Sixteen threads whose queue only they fill. */
    POOL_FEEDS_ITSELF(true) {
        @Override
        void loop() {
            ExecutorService pool = Executors.newFixedThreadPool(16, task -> {
                Thread thread = new Thread(task);
                thread.setDaemon(true);
                return thread;
            });
            pool.execute(new Runnable() {
                @Override
                public void run() {
                    pool.execute(this);
                }
            });
        }
    };

    static long count;

    private final boolean useless;

    BurningLoop(boolean useless) {
        this.useless = useless;
    }

    /** Whether it gets nowhere. */
    public boolean isUseless() {
        return useless;
    }

    abstract void loop() throws Exception;

    /** @param arguments the loop, and for how many seconds */
    public static void main(String[] arguments) throws Exception {
        start(valueOf(arguments[0])::loop);
        TimeUnit.SECONDS.sleep(Long.parseLong(arguments[1]));
        System.exit(0);
    }

    /** What a thread does. */
    interface Body {
        void run() throws Exception;
    }

    static void start(Body body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void dial(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        } catch (IOException e) {
            count++;
        }
    }

    private static ThreadPoolExecutor full() {
        return new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(10), task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        });
    }

    private static boolean accepts(ThreadPoolExecutor executor, Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
