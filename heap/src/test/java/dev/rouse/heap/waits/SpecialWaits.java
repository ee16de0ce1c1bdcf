package dev.rouse.heap.waits;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Waits whose end depends on other threads: locks and their owners, joins, pools, monitors. */
final class SpecialWaits {
    private static final ThreadLocal<CountDownLatch> LOCAL = new ThreadLocal<>();

    private SpecialWaits() {}

    static void start(Starter starter) throws InterruptedException {
        locks(starter, new CountDownLatch(1), "PROVEN", "an owner that is lost");
        CountDownLatch kept = new CountDownLatch(1);
        LabelledWaits.KEPT.add(kept);
        locks(starter, kept, "HELD", "an owner that is held");
        endedOwner(starter);
        toldOwners(starter);
        deadlock(starter);
        joins(starter, new CountDownLatch(1), "PROVEN", "a lost thread");
        joins(starter, kept, "HELD", "a held thread");
        readers(starter);
        parks(starter);
        timed(starter);
        ways(starter);
        pools(starter);
        halves(starter);
    }

    private static void locks(Starter starter, CountDownLatch until, String verdict, String of)
            throws InterruptedException {
        ReentrantLock lock = new ReentrantLock();
        ReentrantReadWriteLock pair = new ReentrantReadWriteLock();
        CountDownLatch locked = new CountDownLatch(1);
        LabelledWaits.start(starter, verdict + "|owns locks, " + of, () -> {
            lock.lock();
            pair.writeLock().lock();
            locked.countDown();
            until.await();
        });
        locked.await();
        LabelledWaits.KEPT.add(lock);
        LabelledWaits.KEPT.add(pair);
        LabelledWaits.start(starter, verdict + "|ReentrantLock.lock, " + of, lock::lock);
        LabelledWaits.start(
                starter,
                verdict + "|WriteLock.lock, " + of,
                () -> pair.writeLock().lock());
        LabelledWaits.start(
                starter,
                verdict + "|ReadLock.lock, " + of,
                () -> pair.readLock().lock());
        String interruptible = verdict.equals("PROVEN") ? "INTERRUPT_ONLY" : verdict;
        LabelledWaits.KEPT.add(LabelledWaits.start(
                starter,
                interruptible + "|thread kept, ReentrantLock.lockInterruptibly, " + of,
                lock::lockInterruptibly));
    }

    private static void endedOwner(Starter starter) throws InterruptedException {
        ReentrantLock lock = new ReentrantLock();
        LabelledWaits.KEPT.add(lock);
        Thread owner = starter.start("ended", lock::lock);
        owner.join();
        LabelledWaits.start(starter, "PROVEN|ReentrantLock.lock, an owner that has ended", lock::lock);
    }

    /** Locks by which others can come to the thread that owns them, and interrupt it. */
    private static void toldOwners(Starter starter) throws InterruptedException {
        Told told = new Told();
        Mutex mutex = new Mutex();
        ReentrantLock discreet = new ReentrantLock();
        owner(starter, "INTERRUPT_ONLY|owns a lock that tells its owner", told, told::lock);
        LabelledWaits.start(starter, "INTERRUPT_ONLY|ReentrantLock.lock, an owner that is told", told::lock);
        owner(starter, "INTERRUPT_ONLY|owns a mutex that tells its owner", mutex, () -> mutex.acquire(1));
        owner(starter, "PROVEN|owns a lock that does not tell its owner", discreet, discreet::lock);
    }

    private static void owner(Starter starter, String name, Object kept, Runnable lock) throws InterruptedException {
        LabelledWaits.KEPT.add(kept);
        CountDownLatch locked = new CountDownLatch(1);
        LabelledWaits.start(starter, name, () -> {
            lock.run();
            locked.countDown();
            new CountDownLatch(1).await();
        });
        locked.await();
    }

    /** A lock whose owner others may ask for. */
    private static final class Told extends ReentrantLock {
        private static final long serialVersionUID = 1;

        @Override
        public Thread getOwner() {
            return super.getOwner();
        }
    }

    /** A lock made by hand, which keeps its owner where the JDK's own do. */
    private static final class Mutex extends AbstractQueuedSynchronizer {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean tryAcquire(int one) {
            boolean free = compareAndSetState(0, one);
            if (free) {
                setExclusiveOwnerThread(Thread.currentThread());
            }
            return free;
        }
    }

    private static void deadlock(Starter starter) throws InterruptedException {
        ReentrantLock one = new ReentrantLock();
        ReentrantLock other = new ReentrantLock();
        LabelledWaits.KEPT.add(one);
        LabelledWaits.KEPT.add(other);
        CountDownLatch both = new CountDownLatch(2);
        LabelledWaits.start(starter, "PROVEN|deadlock, one", () -> inTurn(one, other, both));
        LabelledWaits.start(starter, "PROVEN|deadlock, other", () -> inTurn(other, one, both));
        both.await();
    }

    private static void inTurn(ReentrantLock first, ReentrantLock second, CountDownLatch both)
            throws InterruptedException {
        first.lock();
        both.countDown();
        both.await();
        second.lock();
    }

    private static void joins(Starter starter, CountDownLatch until, String verdict, String target) {
        Thread joined = LabelledWaits.start(starter, verdict + "|is joined, " + target, until::await);
        LabelledWaits.start(starter, verdict + "|Thread.join, " + target, joined::join);
    }

    /** The readers are not known by name: whoever reaches the lock may be one. */
    private static void readers(Starter starter) {
        ReentrantReadWriteLock kept = new ReentrantReadWriteLock();
        kept.readLock().lock();
        LabelledWaits.KEPT.add(kept);
        LabelledWaits.start(
                starter, "HELD|WriteLock.lock, readers", () -> kept.writeLock().lock());
        ReentrantReadWriteLock lost = new ReentrantReadWriteLock();
        lost.readLock().lock();
        LabelledWaits.start(
                starter,
                "PROVEN|WriteLock.lock, a reader that forgot",
                () -> lost.writeLock().lock());
    }

    private static void parks(Starter starter) {
        boolean virtual = starter.virtual();
        LabelledWaits.start(starter, (virtual ? "PROVEN" : "SUSPECT") + "|LockSupport.park", LockSupport::park);
        LabelledWaits.KEPT.add(LabelledWaits.start(starter, "HELD|LockSupport.park, thread kept", LockSupport::park));
        Object blocker = new Object();
        LabelledWaits.start(
                starter,
                (virtual ? "PROVEN" : "SUSPECT") + "|LockSupport.park with a blocker",
                () -> LockSupport.park(blocker));
    }

    private static void timed(Starter starter) {
        LabelledWaits.start(starter, "RUNS|timed latch", () -> {
            boolean unused = new CountDownLatch(1).await(1, TimeUnit.HOURS);
        });
        LabelledWaits.start(starter, "RUNS|sleep", () -> Thread.sleep(3_600_000));
        LabelledWaits.start(starter, "RUNS|timed join", () -> {
            Integer unused = new CompletableFuture<Integer>().get(1, TimeUnit.HOURS);
        });
    }

    /** Ways to a waker that are easily missed. */
    private static void ways(Starter starter) {
        CountDownLatch byLocal = new CountDownLatch(1);
        LabelledWaits.start(starter, "RUNS|holds a latch in a local", () -> {
            CountDownLatch mine = byLocal;
            Thread.sleep(3_600_000);
            mine.countDown();
        });
        LabelledWaits.start(starter, "HELD|latch in a local of a sleeper", byLocal::await);
        CountDownLatch weak = new CountDownLatch(1);
        LabelledWaits.KEPT.add(new java.lang.ref.WeakReference<>(weak));
        LabelledWaits.start(starter, "HELD|latch held weakly", weak::await);
        CountDownLatch phantom = new CountDownLatch(1);
        LabelledWaits.KEPT.add(new java.lang.ref.PhantomReference<>(phantom, new java.lang.ref.ReferenceQueue<>()));
        LabelledWaits.start(starter, "PROVEN|latch held by a phantom reference", phantom::await);
        CountDownLatch inherited = new CountDownLatch(1);
        LabelledWaits.start(starter, "RUNS|holds a latch in a thread local", () -> {
            LOCAL.set(inherited);
            Thread.sleep(3_600_000);
        });
        LabelledWaits.start(starter, "HELD|latch in a thread local of a sleeper", inherited::await);
        CountDownLatch value = new CountDownLatch(1);
        LabelledWaits.KEPT.add(InClassValue.of(value));
        LabelledWaits.start(starter, "SUSPECT|latch in a class value", value::await);
        chain(starter);
    }

    /** Each holds the next one's waker; nobody holds the first one's. */
    private static void chain(Starter starter) {
        CountDownLatch second = new CountDownLatch(1);
        CountDownLatch third = new CountDownLatch(1);
        LabelledWaits.start(starter, "PROVEN|chain, first", () -> {
            new CountDownLatch(1).await();
            second.countDown();
        });
        LabelledWaits.start(starter, "PROVEN|chain, second", () -> {
            second.await();
            third.countDown();
        });
        LabelledWaits.start(starter, "PROVEN|chain, third", third::await);
        CountDownLatch kept = new CountDownLatch(1);
        CountDownLatch next = new CountDownLatch(1);
        LabelledWaits.KEPT.add(kept);
        LabelledWaits.start(starter, "HELD|chain from a held one, first", () -> {
            kept.await();
            next.countDown();
        });
        LabelledWaits.start(starter, "HELD|chain from a held one, second", next::await);
    }

    private static void pools(Starter starter) {
        ExecutorService idle = pool(starter, "HELD|idle worker of a pool");
        idle.execute(() -> {});
        LabelledWaits.KEPT.add(idle);
        pool(starter, "PROVEN|idle worker of a pool that was dropped").execute(() -> {});
        ExecutorService lost = pool(starter, "INTERRUPT_ONLY|waits inside a pool's worker");
        LabelledWaits.KEPT.add(lost);
        lost.execute(() -> await(new CountDownLatch(1)));
        ReentrantLock lock = new ReentrantLock();
        Condition condition = lock.newCondition();
        LabelledWaits.KEPT.add(lock);
        LabelledWaits.start(starter, "PROVEN|Condition.await, the lock alone is kept", () -> {
            lock.lock();
            while (lock.isHeldByCurrentThread()) {
                condition.await();
            }
        });
    }

    /** Two promises, of which only one is left to be completed. */
    private static void halves(Starter starter) {
        CompletableFuture<Integer> kept = new CompletableFuture<>();
        LabelledWaits.KEPT.add(kept);
        CompletableFuture<Void> all = CompletableFuture.allOf(kept, new CompletableFuture<>());
        LabelledWaits.start(starter, "PROVEN|join of allOf, one kept, one dropped", all::join);
        CompletableFuture<Integer> sum = new CompletableFuture<Integer>().thenCombine(kept, Integer::sum);
        LabelledWaits.start(starter, "PROVEN|join of thenCombine, one dropped, one kept", sum::join);
        CompletableFuture<Object> any = CompletableFuture.anyOf(kept, new CompletableFuture<>());
        LabelledWaits.start(starter, "HELD|join of anyOf, one kept, one dropped", any::join);
        CompletableFuture<Integer> first = new CompletableFuture<Integer>().applyToEither(kept, one -> one);
        LabelledWaits.start(starter, "HELD|join of applyToEither, one dropped, one kept", first::join);
        CompletableFuture<Void> held = CompletableFuture.allOf(new CompletableFuture<>(), kept);
        LabelledWaits.KEPT.add(held);
        LabelledWaits.start(starter, "HELD|join of allOf that is kept itself", held::join);
    }

    /** A pool makes its threads itself, so they are platform threads always. */
    private static ExecutorService pool(Starter starter, String name) {
        return new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), body -> {
            Thread thread = new Thread(body, starter.virtual() ? name + ", again" : name);
            thread.setDaemon(true);
            return thread;
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
