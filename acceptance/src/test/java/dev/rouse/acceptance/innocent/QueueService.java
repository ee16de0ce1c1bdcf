package dev.rouse.acceptance.innocent;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One consumer a kind of BlockingQueue, some with take() and some with timed poll(); main waits for a queue as well.
 */
final class QueueService {
    private static final Life LIFE = new Life();
    private static final BlockingQueue<Order> ARRAY = new ArrayBlockingQueue<>(4);
    private static final BlockingQueue<Order> LINKED = new LinkedBlockingQueue<>();
    private static final BlockingQueue<Order> DEQUE = new LinkedBlockingDeque<>();
    private static final BlockingQueue<Order> HANDOFF = new SynchronousQueue<>();
    private static final LinkedTransferQueue<Order> TRANSFER = new LinkedTransferQueue<>();
    private static final BlockingQueue<Order> PRIORITY = new PriorityBlockingQueue<>();
    private static final BlockingQueue<Order> DELAY = new DelayQueue<>();
    private static final BlockingQueue<String> ENDED = new LinkedBlockingQueue<>();

    private interface Consumer {
        void one() throws InterruptedException;
    }

    public static void main(String[] arguments) throws InterruptedException {
        consume("array", () -> ARRAY.take().answer());
        consume("array 2", () -> ARRAY.take().answer());
        consume("linked", () -> answerIfAny(LINKED.poll(700, TimeUnit.MILLISECONDS)));
        consume("deque", () -> DEQUE.take().answer());
        consume("handoff", () -> HANDOFF.take().answer());
        consume("transfer", () -> answerIfAny(TRANSFER.poll(30, TimeUnit.SECONDS)));
        consume("priority", () -> PRIORITY.take().answer());
        consume("delay", () -> DELAY.take().answer());
        LIFE.liveBeside(QueueService::round, () -> ENDED.add("the load"));
        LIFE.check("the load", ENDED.take());
        LIFE.end();
    }

    private static void round(int number) throws Exception {
        ask(ARRAY, number, 0);
        ask(LINKED, number, 0);
        ask(DEQUE, number, Life.isSlow(number) ? 2500 : 0);
        ask(HANDOFF, number, 0);
        ask(PRIORITY, number, 0);
        ask(DELAY, number, 0);
        Order order = new Order(number, 0);
        TRANSFER.transfer(order);
        LIFE.check(number, order.answer.get(10, TimeUnit.SECONDS));
    }

    private static void ask(BlockingQueue<Order> queue, int number, long slowMs) throws Exception {
        Order order = new Order(number, slowMs);
        queue.put(order);
        LIFE.check(number, number % 2 == 0 ? order.answer.get() : order.answer.get(10, TimeUnit.SECONDS));
    }

    private static void consume(String name, Consumer consumer) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (true) {
                            consumer.one();
                        }
                    } catch (InterruptedException e) {
                        ENDED.add(name);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void answerIfAny(@Nullable Order order) {
        if (order != null) {
            order.answer();
        }
    }

    private static final class Order implements Delayed {
        private final int number;
        private final long slowMs;
        private final long due = System.nanoTime() + 5_000_000;
        private final CompletableFuture<Integer> answer = new CompletableFuture<>();

        Order(int number, long slowMs) {
            this.number = number;
            this.slowMs = slowMs;
        }

        void answer() {
            if (slowMs > 0) {
                Life.sleep(slowMs);
            }
            answer.complete(number);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
