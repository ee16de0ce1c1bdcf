package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Site;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class WakingLinesTest {
    private final BlockedThreads threads = new BlockedThreads();

    @AfterEach
    void endsThem() throws InterruptedException {
        threads.end();
    }

    private List<Site> linesFor(BlockedThreads.Work work, String method) throws Exception {
        Thread waiting = threads.start(work);
        return new WakingLines(Stacks::type)
                .of(Arrays.asList(BlockedThreads.awaitBlocked(waiting, method).getStackTrace()));
    }

    static final class Store {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition notEmpty = lock.newCondition();
        private final Condition notFull = lock.newCondition();
        private final CountDownLatch opened = new CountDownLatch(1);
        private final Object monitor = new Object();
        private final BlockingQueue<String> shelf = new ArrayBlockingQueue<>(1);
        private int items;

        void takes() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (items == 0) {
                    notEmpty.await(1, TimeUnit.HOURS);
                }
                items--;
                notFull.signal();
            } finally {
                lock.unlock();
            }
        }

        void puts() {
            lock.lock();
            try {
                items++;
                notEmpty.signal();
            } finally {
                lock.unlock();
            }
        }

        void fills() throws InterruptedException {
            while (true) {
                shelf.put("full");
            }
        }

        boolean triesToFill() {
            return shelf.offer("more");
        }

        @Nullable String empties() {
            return shelf.poll();
        }

        void awaitsOpening() throws InterruptedException {
            opened.await();
        }

        final class Door {
            void opens() {
                opened.countDown();
            }
        }

        void waitsAtAMonitor() throws InterruptedException {
            synchronized (monitor) {
                while (items == 0) {
                    monitor.wait();
                }
            }
        }

        void notifies() {
            synchronized (monitor) {
                items++;
                monitor.notifyAll();
            }
        }
    }

    private final Store store = new Store();

    @Test
    void namesTheLineThatSignalsTheSameCondition() throws Exception {
        assertThat(linesFor(store::takes, "takes"))
                .singleElement()
                .satisfies(line -> assertThat(line.name()).contains("Store.puts(WakingLinesTest.java:"));
    }

    @Test
    void namesTheLineThatMakesRoomForWhoWaitsForIt() throws Exception {
        assertThat(linesFor(store::fills, "fills"))
                .singleElement()
                .satisfies(line -> assertThat(line.name()).contains("Store.empties(WakingLinesTest.java:"));
    }

    @Test
    void namesALineOfANestedClass() throws Exception {
        assertThat(linesFor(store::awaitsOpening, "awaitsOpening"))
                .singleElement()
                .satisfies(line -> assertThat(line.name()).contains("Store$Door.opens(WakingLinesTest.java:"));
    }

    @Test
    void namesTheLineThatNotifiesTheSameMonitor() throws Exception {
        assertThat(linesFor(store::waitsAtAMonitor, "waitsAtAMonitor"))
                .singleElement()
                .satisfies(line -> assertThat(line.name()).contains("Store.notifies(WakingLinesTest.java:"));
    }

    @Test
    void saysNothingOfWhatNoFieldHolds() throws Exception {
        assertThat(linesFor(() -> new CountDownLatch(1).await(), "await")).isEmpty();
    }
}
