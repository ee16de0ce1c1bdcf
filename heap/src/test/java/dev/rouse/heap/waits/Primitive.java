package dev.rouse.heap.waits;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Supplier;

/**
 * One way to wait for ever.
 *
 * @param interruptible whether an interrupt ends it
 * @param make a new one: what wakes it, and the wait itself
 */
record Primitive(String name, boolean interruptible, Supplier<Made> make) {

    /** What could wake, and the wait. */
    record Made(Object waker, Body body) {}

    /** What a thread does. */
    interface Body {
        void run() throws Exception;
    }

    static List<Primitive> all() {
        return List.of(
                of("CountDownLatch.await", () -> made(new CountDownLatch(1), CountDownLatch::await)),
                of("Semaphore.acquire", () -> made(new Semaphore(0), Semaphore::acquire)),
                deaf(
                        "Semaphore.acquireUninterruptibly",
                        () -> made(new Semaphore(0), Semaphore::acquireUninterruptibly)),
                of("Semaphore.acquire fair", () -> made(new Semaphore(0, true), Semaphore::acquire)),
                of("Condition.await", () -> condition(new ReentrantLock(), Condition::await)),
                deaf(
                        "Condition.awaitUninterruptibly",
                        () -> condition(new ReentrantLock(), Condition::awaitUninterruptibly)),
                of(
                        "Condition.await of a write lock",
                        () -> condition(new ReentrantReadWriteLock().writeLock(), Condition::await)),
                of("CyclicBarrier.await", () -> made(new CyclicBarrier(2), CyclicBarrier::await)),
                deaf("Phaser.arriveAndAwaitAdvance", () -> made(new Phaser(2), Phaser::arriveAndAwaitAdvance)),
                of("Phaser.awaitAdvanceInterruptibly", () -> made(new Phaser(2), p -> p.awaitAdvanceInterruptibly(0))),
                of("CompletableFuture.get", () -> made(new CompletableFuture<Integer>(), CompletableFuture::get)),
                deaf("CompletableFuture.join", () -> made(new CompletableFuture<Integer>(), CompletableFuture::join)),
                deaf("CompletableFuture.join of a stage", Primitive::stage),
                deaf("CompletableFuture.join of allOf", Primitive::allOf),
                deaf("CompletableFuture.join of allOf of two", Primitive::allOfTwo),
                of("CompletableFuture.get of thenCombine", Primitive::combined),
                of("FutureTask.get", () -> made(new FutureTask<>(() -> 1), FutureTask::get)),
                of("ForkJoinTask.get", () -> made(ForkJoinTask.adapt(() -> 1), ForkJoinTask::get)),
                deaf("ForkJoinTask.join", () -> made(ForkJoinTask.adapt(() -> 1), ForkJoinTask::join)),
                take(new LinkedBlockingQueue<>()),
                take(new ArrayBlockingQueue<>(1)),
                take(new LinkedBlockingDeque<>()),
                take(new PriorityBlockingQueue<>()),
                take(new SynchronousQueue<>()),
                take(new LinkedTransferQueue<>()),
                of("SynchronousQueue.take fair", () -> made(new SynchronousQueue<Integer>(true), BlockingQueue::take)),
                of("DelayQueue.take", () -> made(new DelayQueue<Delayed>(), BlockingQueue::take)),
                of("SynchronousQueue.put", () -> made(new SynchronousQueue<Integer>(), q -> q.put(1))),
                of("SynchronousQueue.put fair", () -> made(new SynchronousQueue<Integer>(true), q -> q.put(1))),
                of("LinkedTransferQueue.transfer", () -> made(new LinkedTransferQueue<Integer>(), q -> q.transfer(1))),
                of("ArrayBlockingQueue.put", Primitive::full),
                of("Exchanger.exchange", () -> made(new Exchanger<Integer>(), e -> e.exchange(1))),
                deaf("StampedLock.writeLock", () -> stamped(StampedLock::writeLock)),
                of("StampedLock.writeLockInterruptibly", () -> stamped(StampedLock::writeLockInterruptibly)),
                deaf("StampedLock.readLock", () -> stamped(StampedLock::readLock)),
                of("Object.wait", () -> made(new Object(), Primitive::monitorWait)));
    }

    private static Primitive of(String name, Supplier<Made> make) {
        return new Primitive(name, true, make);
    }

    private static Primitive deaf(String name, Supplier<Made> make) {
        return new Primitive(name, false, make);
    }

    /** A queue of that class is made anew for each wait. */
    private static Primitive take(BlockingQueue<Integer> like) {
        return of(like.getClass().getSimpleName() + ".take", () -> made(fresh(like), BlockingQueue::take));
    }

    private static BlockingQueue<Integer> fresh(BlockingQueue<Integer> like) {
        if (like instanceof ArrayBlockingQueue) {
            return new ArrayBlockingQueue<>(1);
        }
        try {
            @SuppressWarnings("unchecked")
            BlockingQueue<Integer> queue =
                    like.getClass().getDeclaredConstructor().newInstance();
            return queue;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Waits<T> {
        void on(T waker) throws Exception;
    }

    private static <T> Made made(T waker, Waits<? super T> waits) {
        return new Made(waker, () -> waits.on(waker));
    }

    private static Made condition(Lock lock, Waits<Condition> waits) {
        Condition condition = lock.newCondition();
        return new Made(condition, () -> {
            lock.lock();
            waits.on(condition);
        });
    }

    private static Made stage() {
        CompletableFuture<Integer> first = new CompletableFuture<>();
        CompletableFuture<Integer> then = first.thenApply(i -> i + 1);
        return new Made(first, then::join);
    }

    private static Made allOf() {
        CompletableFuture<Integer> first = new CompletableFuture<>();
        CompletableFuture<Void> all = CompletableFuture.allOf(first, CompletableFuture.completedFuture(1));
        return new Made(first, all::join);
    }

    /** Held only when both are. */
    private static Made allOfTwo() {
        CompletableFuture<Integer> first = new CompletableFuture<>();
        CompletableFuture<Integer> second = new CompletableFuture<>();
        CompletableFuture<Void> all = CompletableFuture.allOf(first, second);
        return new Made(List.of(first, second), all::join);
    }

    private static Made combined() {
        CompletableFuture<Integer> first = new CompletableFuture<>();
        CompletableFuture<Integer> second = new CompletableFuture<>();
        CompletableFuture<Integer> sum = first.thenCombine(second, Integer::sum);
        return new Made(List.of(second, first), sum::get);
    }

    private static Made full() {
        ArrayBlockingQueue<Integer> queue = new ArrayBlockingQueue<>(1);
        queue.add(1);
        return new Made(queue, () -> queue.put(2));
    }

    private static Made stamped(Waits<StampedLock> waits) {
        StampedLock lock = new StampedLock();
        long unused = lock.writeLock();
        return new Made(lock, () -> waits.on(lock));
    }

    @SuppressWarnings("WaitNotInLoop")
    private static void monitorWait(Object monitor) throws InterruptedException {
        synchronized (monitor) {
            monitor.wait();
        }
    }
}
