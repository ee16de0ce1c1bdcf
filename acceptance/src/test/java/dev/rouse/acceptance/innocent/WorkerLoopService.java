package dev.rouse.acceptance.innocent;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Worker loops as people write them by hand: over wait/notify, a Condition and park; main waits on a monitor. */
final class WorkerLoopService {
    private static final Life LIFE = new Life();
    private static final Object SHUTDOWN = new Object();
    private static final Semaphore PERMITS = new Semaphore(2);
    private static boolean shutDown;

    private interface Mailbox {
        void put(Runnable task);

        Runnable take() throws InterruptedException;
    }

    public static void main(String[] arguments) throws InterruptedException {
        Mailbox[] mailboxes = {new MonitorMailbox(), new ConditionMailbox(), new ParkingMailbox()};
        for (Mailbox mailbox : mailboxes) {
            startWorker(mailbox);
        }
        LIFE.liveBeside(number -> round(number, mailboxes), WorkerLoopService::shutDown);
        synchronized (SHUTDOWN) {
            while (!shutDown) {
                SHUTDOWN.wait();
            }
        }
        LIFE.end();
    }

    private static void startWorker(Mailbox mailbox) {
        Thread worker = new Thread(
                () -> {
                    try {
                        while (true) {
                            mailbox.take().run();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                mailbox.getClass().getSimpleName());
        worker.setDaemon(true);
        worker.start();
    }

    private static void round(int number, Mailbox[] mailboxes) throws Exception {
        CountDownLatch done = new CountDownLatch(mailboxes.length);
        AtomicLong sum = new AtomicLong();
        for (Mailbox mailbox : mailboxes) {
            mailbox.put(() -> {
                Life.sleep(Life.isSlow(number) ? 2500 : 1);
                sum.addAndGet(number);
                done.countDown();
            });
        }
        done.await();
        LIFE.check((long) number * mailboxes.length, sum.get());
        underPermits(number, mailboxes);
        overABarrier(mailboxes);
    }

    private static void underPermits(int number, Mailbox[] mailboxes) throws InterruptedException {
        for (Mailbox mailbox : mailboxes) {
            PERMITS.acquire();
            mailbox.put(() -> {
                Life.work(number);
                PERMITS.release();
            });
        }
        PERMITS.acquire(2);
        PERMITS.release(2);
    }

    private static void overABarrier(Mailbox[] mailboxes) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(mailboxes.length + 1);
        for (Mailbox mailbox : mailboxes) {
            mailbox.put(() -> arriveAt(barrier));
        }
        barrier.await(10, TimeUnit.SECONDS);
    }

    private static void arriveAt(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            LIFE.check("the barrier opens", e);
        }
    }

    private static void shutDown() {
        synchronized (SHUTDOWN) {
            shutDown = true;
            SHUTDOWN.notifyAll();
        }
    }

    private static final class MonitorMailbox implements Mailbox {
        private final Queue<Runnable> tasks = new ArrayDeque<>();

        @Override
        public synchronized void put(Runnable task) {
            tasks.add(task);
            notifyAll();
        }

        @Override
        public synchronized Runnable take() throws InterruptedException {
            while (tasks.isEmpty()) {
                wait();
            }
            return tasks.remove();
        }
    }

    private static final class ConditionMailbox implements Mailbox {
        private final Queue<Runnable> tasks = new ArrayDeque<>();
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition filled = lock.newCondition();

        @Override
        public void put(Runnable task) {
            lock.lock();
            try {
                tasks.add(task);
                filled.signal();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public Runnable take() throws InterruptedException {
            lock.lock();
            try {
                while (tasks.isEmpty()) {
                    filled.await();
                }
                return tasks.remove();
            } finally {
                lock.unlock();
            }
        }
    }

    private static final class ParkingMailbox implements Mailbox {
        private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        private volatile @Nullable Thread consumer;

        @Override
        public void put(Runnable task) {
            tasks.add(task);
            LockSupport.unpark(consumer);
        }

        @Override
        public Runnable take() throws InterruptedException {
            consumer = Thread.currentThread();
            while (true) {
                Runnable task = tasks.poll();
                if (task != null) {
                    return task;
                }
                LockSupport.park(this);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    }
}
