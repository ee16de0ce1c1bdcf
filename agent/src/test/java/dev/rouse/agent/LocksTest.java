package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LocksTest {
    private final BlockedThreads threads = new BlockedThreads();
    private final Locks locks = new Locks(new Fields(type -> {}));

    @AfterEach
    void endsThem() throws InterruptedException {
        threads.end();
    }

    private @Nullable Thread holderFor(BlockedThreads.Work work, String method) throws Exception {
        Thread waiting = threads.start(work);
        BlockedThreads.awaitBlocked(waiting, method);
        return locks.holder(waiting);
    }

    @Test
    void namesTheHolderOfALock() throws Exception {
        ReentrantLock lock = new ReentrantLock(true);
        lock.lock();

        assertThat(holderFor(lock::lockInterruptibly, "lockInterruptibly")).isSameAs(Thread.currentThread());
    }

    @Test
    void namesTheWriterThatAReaderWaitsFor() throws Exception {
        ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
        lock.writeLock().lock();

        assertThat(holderFor(() -> lock.readLock().lockInterruptibly(), "lockInterruptibly"))
                .isSameAs(Thread.currentThread());
    }

    @Test
    void namesAHolderThatHasEnded() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        Thread ended = threads.start(lock::lock);
        ended.join(20_000);

        assertThat(ended.isAlive()).isFalse();
        assertThat(holderFor(lock::lockInterruptibly, "lockInterruptibly")).isSameAs(ended);
    }

    @Test
    void namesTheFirstReaderForAWriter() throws Exception {
        ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
        lock.readLock().lock();

        assertThat(holderFor(() -> lock.writeLock().lockInterruptibly(), "lockInterruptibly"))
                .isSameAs(Thread.currentThread());
    }

    @Test
    void namesTheWaitingThreadItselfWhenItIsOneOfTheReaders() throws Exception {
        ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
        lock.readLock().lock();
        Thread upgrading = threads.start(() -> {
            lock.readLock().lock();
            lock.writeLock().lockInterruptibly();
        });
        BlockedThreads.awaitBlocked(upgrading, "lockInterruptibly");

        assertThat(locks.holder(upgrading)).isSameAs(upgrading);
    }

    @Test
    void namesNobodyForAPermit() throws Exception {
        assertThat(holderFor(() -> new Semaphore(0).acquire(), "acquire")).isNull();
    }

    @Test
    void namesNobodyForAThreadThatDoesNotWait() {
        assertThat(locks.holder(Thread.currentThread())).isNull();
    }
}
