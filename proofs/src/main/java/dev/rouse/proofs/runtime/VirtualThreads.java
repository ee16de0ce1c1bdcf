package dev.rouse.proofs.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** Virtual threads, by method handle since this is compiled for 17; one carrier, but two for crossings. */
final class VirtualThreads implements Subject {
    private static final MethodHandle START = start();

    private static MethodHandle start() {
        try {
            return MethodHandles.lookup()
                    .findStatic(
                            Thread.class, "startVirtualThread", MethodType.methodType(Thread.class, Runnable.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no virtual threads before JDK 21", e);
        }
    }

    private static Thread spawn(Runnable work) {
        try {
            return (Thread) START.invokeExact(work);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void yields(int n) throws InterruptedException {
        spawn(() -> {
                    for (int i = 0; i < n; i++) {
                        Thread.yield();
                    }
                })
                .join();
    }

    @Override
    public void hops(int n) throws InterruptedException {
        Player one = new Player(n / 2, true);
        Player other = new Player(n / 2, false);
        one.peer = other;
        other.peer = one;
        one.thread = spawn(one);
        other.thread = spawn(other);
        one.ready.countDown();
        other.ready.countDown();
        one.thread.join();
        other.thread.join();
    }

    private static final class Player implements Runnable {
        final CountDownLatch ready = new CountDownLatch(1);
        volatile boolean rung;
        volatile Thread thread;
        Player peer;
        private final int n;

        Player(int n, boolean first) {
            this.n = n;
            rung = first;
        }

        @Override
        public void run() {
            try {
                ready.await();
            } catch (InterruptedException e) {
                return;
            }
            for (int i = 0; i < n; i++) {
                while (!rung) {
                    LockSupport.park();
                }
                rung = false;
                peer.rung = true;
                LockSupport.unpark(peer.thread);
            }
        }
    }

    @Override
    public void spawns(int n) throws InterruptedException {
        spawn(() -> {
                    for (int i = 0; i < n; i++) {
                        try {
                            spawn(() -> {}).join();
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                })
                .join();
    }

    /** The scheduler chooses the carriers, so with two of them this is an upper bound of how often they cross. */
    @Override
    public void crossings(int n) {
        throw new UnsupportedOperationException("a virtual thread is tied to no core");
    }

    @Override
    public void sleepers(int n) {
        for (int i = 0; i < n; i++) {
            spawn(() -> {
                try {
                    Thread.sleep(1_800_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }
}
