package dev.rouse.heap.waits;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Pairs of threads that wake each other without an end, over what only the two of them hold. Whenever it is dumped, one
 * of each pair runs, or its wake is on its way: none is lost, whatever the two threads look like.
 */
public final class PingPong {
    private PingPong() {}

    /** What one of a pair does, again and again. */
    private interface Turn {
        void take() throws Exception;
    }

    /** @param args the directory for the dumps, and how many */
    public static void main(String[] args) throws Exception {
        for (Starter starter : Starter.all()) {
            semaphores(starter);
            queues(starter, "ArrayBlockingQueue", new ArrayBlockingQueue<>(1), new ArrayBlockingQueue<>(1));
            queues(starter, "LinkedBlockingQueue", new LinkedBlockingQueue<>(), new LinkedBlockingQueue<>());
            queues(starter, "SynchronousQueue", new SynchronousQueue<>(), new SynchronousQueue<>());
            queues(starter, "fair SynchronousQueue", new SynchronousQueue<>(true), new SynchronousQueue<>(true));
            queues(starter, "LinkedTransferQueue", new LinkedTransferQueue<>(), new LinkedTransferQueue<>());
            conditions(starter);
            barriers(starter);
            exchangers(starter);
            futures(starter);
            tasks(starter);
            callbacks(starter);
            both(starter);
            pools(starter);
            phasers(starter);
            monitors(starter);
            locks(starter);
        }
        int dumps = Integer.parseInt(args[1]);
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        for (int i = 0; i < dumps; i++) {
            LockSupport.parkNanos(10_000_000 + 3_000_000L * i);
            jvm.dumpHeap(Path.of(args[0], i + ".hprof").toString(), i % 2 == 0);
        }
        System.out.println("dumped");
        Runtime.getRuntime().halt(0);
    }

    private static void pair(Starter starter, String name, Turn one, Turn other) {
        repeat(starter, name + ", one", one);
        repeat(starter, name + ", other", other);
    }

    @SuppressWarnings("InfiniteLoopStatement")
    private static void repeat(Starter starter, String name, Turn turn) {
        Thread unused = starter.start(name, () -> {
            try {
                while (true) {
                    turn.take();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void semaphores(Starter starter) {
        Semaphore ping = new Semaphore(1);
        Semaphore pong = new Semaphore(0);
        pair(starter, "Semaphore", () -> pass(ping, pong), () -> pass(pong, ping));
    }

    private static void pass(Semaphore from, Semaphore to) throws InterruptedException {
        from.acquire();
        to.release();
    }

    private static void queues(Starter starter, String name, BlockingQueue<Integer> ping, BlockingQueue<Integer> pong) {
        Thread unused = starter.start("first of " + name, () -> {
            try {
                ping.put(1);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        pair(starter, name, () -> pong.put(ping.take()), () -> ping.put(pong.take()));
    }

    private static void conditions(Starter starter) {
        Lock lock = new ReentrantLock();
        Condition ping = lock.newCondition();
        Condition pong = lock.newCondition();
        boolean[] turn = new boolean[1];
        pair(
                starter,
                "Condition",
                () -> alternate(lock, ping, pong, turn, true),
                () -> alternate(lock, pong, ping, turn, false));
    }

    private static void alternate(Lock lock, Condition mine, Condition theirs, boolean[] turn, boolean me)
            throws InterruptedException {
        lock.lock();
        try {
            while (turn[0] != me) {
                mine.await();
            }
            turn[0] = !me;
            theirs.signal();
        } finally {
            lock.unlock();
        }
    }

    private static void barriers(Starter starter) {
        CyclicBarrier barrier = new CyclicBarrier(2);
        pair(starter, "CyclicBarrier", barrier::await, barrier::await);
    }

    private static void exchangers(Starter starter) {
        Exchanger<Integer> exchanger = new Exchanger<>();
        pair(starter, "Exchanger", () -> exchanger.exchange(1), () -> exchanger.exchange(2));
    }

    private static void phasers(Starter starter) {
        Phaser phaser = new Phaser(2);
        pair(starter, "Phaser", phaser::arriveAndAwaitAdvance, phaser::arriveAndAwaitAdvance);
    }

    /** One makes a future and sends it; the other completes it. */
    private static void futures(Starter starter) {
        SynchronousQueue<CompletableFuture<Integer>> sent = new SynchronousQueue<>();
        pair(
                starter,
                "CompletableFuture",
                () -> {
                    CompletableFuture<Integer> future = new CompletableFuture<>();
                    sent.put(future);
                    Integer unused = future.get();
                },
                () -> sent.take().complete(1));
    }

    /** One waits for what a callback does; the other completes the promise. */
    private static void callbacks(Starter starter) {
        SynchronousQueue<CompletableFuture<Object>> sent = new SynchronousQueue<>();
        pair(
                starter,
                "callback",
                () -> {
                    Semaphore done = new Semaphore(0);
                    CompletableFuture<Object> promise = new CompletableFuture<>();
                    Object unused = promise.thenApply(new Callback("callback")).thenRun(done::release);
                    sent.put(promise);
                    done.acquire();
                },
                () -> sent.take().complete(1));
    }

    /** Both promises of allOf are sent, one after the other. */
    private static void both(Starter starter) {
        SynchronousQueue<CompletableFuture<Object>> sent = new SynchronousQueue<>();
        pair(
                starter,
                "allOf",
                () -> {
                    CompletableFuture<Object> one = new CompletableFuture<>();
                    CompletableFuture<Object> other = new CompletableFuture<>();
                    CompletableFuture<Void> all = CompletableFuture.allOf(one, other);
                    sent.put(one);
                    sent.put(other);
                    Object unused = all.thenRun(new Callback("allOf")).join();
                },
                () -> sent.take().complete(1));
    }

    /** Tasks of a full pool, and of a ForkJoinPool, that others wait for. */
    private static void pools(Starter starter) {
        ThreadFactory named = body -> {
            Thread thread = new Thread(body, "worker");
            thread.setDaemon(true);
            return thread;
        };
        for (ExecutorService pool : List.of(Executors.newFixedThreadPool(1, named), new ForkJoinPool(1))) {
            String name = pool.getClass().getSimpleName();
            pair(
                    starter,
                    name,
                    () -> {
                        Object unused = CompletableFuture.supplyAsync(() -> 1, pool)
                                .thenApplyAsync(new Callback(name), pool)
                                .join();
                    },
                    () -> pool.submit(() -> {}).get());
        }
    }

    private static void tasks(Starter starter) {
        SynchronousQueue<FutureTask<Integer>> sent = new SynchronousQueue<>();
        pair(
                starter,
                "FutureTask",
                () -> {
                    FutureTask<Integer> task = new FutureTask<>(() -> 1);
                    sent.put(task);
                    Integer unused = task.get();
                },
                () -> sent.take().run());
    }

    private static void monitors(Starter starter) {
        Object monitor = new Object();
        boolean[] turn = new boolean[1];
        pair(starter, "monitor", () -> alternate(monitor, turn, true), () -> alternate(monitor, turn, false));
    }

    private static void alternate(Object monitor, boolean[] turn, boolean me) throws InterruptedException {
        synchronized (monitor) {
            while (turn[0] != me) {
                monitor.wait();
            }
            turn[0] = !me;
            monitor.notifyAll();
        }
    }

    private static void locks(Starter starter) {
        ReentrantLock lock = new ReentrantLock(true);
        Turn turn = () -> {
            lock.lock();
            try {
                Thread.onSpinWait();
            } finally {
                lock.unlock();
            }
        };
        pair(starter, "ReentrantLock", turn, turn);
    }
}
