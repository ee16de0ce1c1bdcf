package dev.rouse.acceptance.cases;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.internals.BufferPool;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.SystemTime;

/**
 * <a href="https://issues.apache.org/jira/browse/KAFKA-4840">KAFKA-4840</a>: what a producer that is given up has
 * gathered of the buffer's memory is lost, so those who need all of it wait for ever. Like many a service it has no
 * main thread any more by then, and lives until it is ended.
 */
public final class KafkaMemory4840 {
    private static final int HALF = 512;
    private static final BufferPool MEMORY = new BufferPool(2 * HALF, 64, new Metrics(), new SystemTime(), "memory");

    private KafkaMemory4840() {}

    public static void main(String[] arguments) throws Exception {
        ExecutorService producers = Executors.newFixedThreadPool(4);
        CountDownLatch one = new CountDownLatch(1);
        CountDownLatch other = new CountDownLatch(1);
        Future<?> first = producers.submit(() -> send(HALF, one));
        Future<?> second = producers.submit(() -> send(HALF, other));
        await(() -> MEMORY.availableMemory() == 0);
        Future<?> givenUp = producers.submit(() -> send(2 * HALF, one));
        await(() -> MEMORY.queued() == 1);
        one.countDown();
        first.get();
        await(() -> MEMORY.availableMemory() == 0);
        givenUp.cancel(true);
        await(() -> MEMORY.queued() == 0);
        other.countDown();
        second.get();
        System.out.println("lost: " + (2 * HALF - MEMORY.availableMemory()) + " bytes");
        producers.execute(() -> send(2 * HALF, one));
        producers.execute(() -> send(2 * HALF, one));
    }

    private static void send(int bytes, CountDownLatch once) {
        try {
            ByteBuffer buffer = MEMORY.allocate(bytes, TimeUnit.HOURS.toMillis(1));
            try {
                once.await();
            } finally {
                MEMORY.deallocate(buffer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
