package dev.rouse.acceptance.late;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Requests whose threads wait for a reply, 40 ms at a time: whoever brings the reply signals it, or forgets to. */
@SuppressWarnings("FutureReturnValueIgnored") // as its users do
final class Replies {
    private static final ScheduledExecutorService NETWORK = Executors.newScheduledThreadPool(1);

    private final boolean signalled;

    private Replies(boolean signalled) {
        this.signalled = signalled;
    }

    static void start(boolean signalled) {
        Replies replies = new Replies(signalled);
        ExecutorService requests = Executors.newFixedThreadPool(2);
        for (int i = 0; i < 2; i++) {
            requests.execute(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    replies.serve();
                }
            });
        }
    }

    private void serve() {
        call();
    }

    private void call() {
        Reply reply = new Reply();
        NETWORK.schedule(() -> reply.arrive(signalled), 90, TimeUnit.MILLISECONDS);
        reply.await();
    }

    private static final class Reply {
        private final Lock lock = new ReentrantLock();
        private final Condition arrived = lock.newCondition();
        private boolean here;

        void arrive(boolean signal) {
            lock.lock();
            try {
                here = true;
                if (signal) {
                    arrived.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }

        void await() {
            lock.lock();
            try {
                while (!here) {
                    arrived.await(40, TimeUnit.MILLISECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                lock.unlock();
            }
        }
    }
}
