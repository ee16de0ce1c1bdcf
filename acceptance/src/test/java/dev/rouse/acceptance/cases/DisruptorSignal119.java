package dev.rouse.acceptance.cases;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.SingleThreadedClaimStrategy;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * <a href="https://github.com/LMAX-Exchange/disruptor/issues/119">disruptor #119</a>: {@code BlockingWaitStrategy}
 * saves the signal when it sees no waiter, but the cursor is stored without a fence: publisher and consumer can each
 * miss what the other wrote, and the consumer parks with an event in the buffer, until the next one comes. A race, met
 * once in some million events.
 */
final class DisruptorSignal119 {
    /** A signal that has not come by then is lost. */
    private static final Duration LOST = Duration.ofMillis(2_500);

    /** The buggy version has time to meet its race; the other one need only be busy for a while. */
    private static final Duration TRIES = Outcome.PATIENCE.multipliedBy(3);

    private static final int LINES = 48;

    private static volatile long handled = -1;

    /** Both sides write an event's many lines: the store of the cursor has to wait behind them. */
    private static final class Order {
        final long[] payload = new long[LINES * 8];
    }

    public static void main(String[] arguments) throws InterruptedException {
        RingBuffer<Order> ring =
                new RingBuffer<>(Order::new, new SingleThreadedClaimStrategy(4), new BlockingWaitStrategy());
        BatchEventProcessor<Order> consumer = new BatchEventProcessor<>(ring, ring.newBarrier(), handler(ring));
        ring.setGatingSequences(consumer.getSequence());
        Thread thread = new Thread(consumer, "consumer");
        thread.setDaemon(true);
        thread.start();
        boolean buggy = RingBuffer.class
                .getProtectionDomain()
                .getCodeSource()
                .toString()
                .contains("2.10.1");
        long deadline = System.nanoTime() + (buggy ? TRIES : Outcome.PATIENCE.dividedBy(2)).toNanos();
        long lost = -1;
        while (lost < 0 && System.nanoTime() < deadline) {
            lost = publish(ring);
        }
        Outcome.end(lost >= 0, lost >= 0 ? "event " + lost + " was not delivered" : handled + " events were delivered");
    }

    private static EventHandler<Order> handler(RingBuffer<Order> ring) {
        return (order, sequence, last) -> {
            for (int next = 1; next <= 3; next++) {
                long[] payload = ring.get(sequence + next).payload;
                for (int i = 0; i < payload.length; i += 8) {
                    payload[i]++;
                }
            }
            handled = sequence;
            pause(sequence * 7 % 61);
        };
    }

    /** The sequence of the event when it is lost; -1 when it is delivered. */
    private static long publish(RingBuffer<Order> ring) throws InterruptedException {
        pause(ThreadLocalRandom.current().nextInt(60));
        long sequence = ring.next();
        long[] payload = ring.get(sequence).payload;
        for (int i = 0; i < payload.length; i += 8) {
            payload[i] = sequence;
        }
        ring.publish(sequence);
        long published = System.nanoTime();
        while (handled < sequence) {
            if (System.nanoTime() - published > 200_000_000L) {
                TimeUnit.NANOSECONDS.sleep(LOST.toNanos());
                return handled < sequence ? sequence : -1;
            }
            Thread.onSpinWait();
        }
        return -1;
    }

    private static void pause(long spins) {
        for (long i = spins; i > 0; i--) {
            Thread.onSpinWait();
        }
    }
}
