package dev.rouse.runtime.sync;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.WakerSlot;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A bounded channel from many senders to one receiver. A message of one sender comes after those that were sent before
 * it; a full channel makes senders wait in line. Every message whose sending was ready is received once, unless the
 * receiver goes first.
 *
 * @param <T> type of the messages
 */
public final class Mpsc<T> {
    private final Sender<T> sender;
    private final Receiver<T> receiver;

    private Mpsc(int capacity) {
        Channel<T> channel = new Channel<>(capacity);
        sender = new Sender<>(channel);
        receiver = new Receiver<>(channel);
    }

    /** @param capacity how many messages it holds, at least 1; so many references are allocated at once */
    public static <T> Mpsc<T> bounded(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("bounded(" + capacity + "): a channel holds at least 1 message");
        }
        return new Mpsc<>(capacity);
    }

    /** The first sender; the others are its copies. */
    public Sender<T> sender() {
        return sender;
    }

    public Receiver<T> receiver() {
        return receiver;
    }

    /** What became of {@link Sender#trySend}. */
    public enum Sent {
        SENT,
        FULL,
        /** The receiver is gone. */
        CLOSED
    }

    /** A message has a permit first, which is the receiver's to give back; so the queue always has room for it. */
    private static final class Channel<T> {
        final Permits room;
        final MpscAtomicArrayQueue<T> queue;
        final WakerSlot receiver = new WakerSlot();

        /** Senders that are open, and sendings that go on. */
        final AtomicInteger open = new AtomicInteger(1);

        Channel(int capacity) {
            room = new Permits(capacity);
            queue = new MpscAtomicArrayQueue<>(Math.max(2, capacity));
        }

        /** With a permit. The queue publishes with release only: the fence sets that before the slot's reading. */
        void put(T message) {
            if (!queue.offer(message)) {
                throw new AssertionError("a message with a permit found the queue full");
            }
            VarHandle.fullFence();
            receiver.fire();
        }

        void open() {
            if (open.getAndUpdate(n -> n == 0 ? 0 : n + 1) == 0) {
                throw new IllegalStateException("closed: all senders of this channel are");
            }
        }

        void close() {
            if (open.decrementAndGet() == 0) {
                receiver.fire();
            }
        }

        boolean isEmpty() {
            return queue.relaxedPeek() == null;
        }
    }

    /**
     * An end that sends; may be used from any thread, by several at once, and closing is the last use of it. When all
     * are closed the channel ends.
     */
    public static final class Sender<T> implements AutoCloseable {
        private final Channel<T> channel;
        private final AtomicBoolean closed = new AtomicBoolean();

        private Sender(Channel<T> channel) {
            this.channel = channel;
        }

        /**
         * Ready once the channel has taken the message; ends with a {@link ClosedException} when the receiver is gone.
         * Dropped before, it has not sent. The channel stays open until it has ended or is dropped.
         *
         * @throws IllegalStateException when this sender is closed
         */
        public Future<@Nullable Void> send(T message) {
            Objects.requireNonNull(message, "message");
            check();
            channel.open();
            return new Send<>(channel, message);
        }

        /**
         * Sends at once or not at all; those who wait in line go first.
         *
         * @throws IllegalStateException when this sender is closed
         */
        public Sent trySend(T message) {
            Objects.requireNonNull(message, "message");
            check();
            if (!channel.room.tryTake(1)) {
                return isClosed() ? Sent.CLOSED : Sent.FULL;
            }
            channel.put(message);
            return Sent.SENT;
        }

        /** Another sender, which is to be closed as well. */
        public Sender<T> copy() {
            check();
            channel.open();
            return new Sender<>(channel);
        }

        private void check() {
            if (closed.get()) {
                throw new IllegalStateException("this sender is closed");
            }
        }

        /** Whether the receiver is gone. */
        public boolean isClosed() {
            return channel.room.isClosed();
        }

        /** Does nothing the second time. */
        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                channel.close();
            }
        }
    }

    private static final class Send<T> implements Future<@Nullable Void> {
        private final Channel<T> channel;
        private final Permits.Waiter room;
        private @Nullable T message;

        Send(Channel<T> channel, T message) {
            this.channel = channel;
            this.message = message;
            this.room = channel.room.new Waiter(1);
        }

        @Override
        public Poll<@Nullable Void> poll(Context context) {
            if (!room.served(context)) {
                return Poll.pending();
            }
            channel.put(Objects.requireNonNull(message));
            drop();
            return Poll.ready();
        }

        @Override
        public void drop() {
            if (message != null) {
                message = null;
                room.drop();
                channel.close();
            }
        }
    }

    /** The end that receives; one task at a time polls it. */
    public static final class Receiver<T> implements AutoCloseable {
        private final Channel<T> channel;
        private boolean ended;
        private boolean closed;

        private Receiver(Channel<T> channel) {
            this.channel = channel;
        }

        /**
         * Ready with the next message; with null once all senders are closed and all messages received, and then always
         * null.
         *
         * @throws IllegalStateException when this end is closed
         */
        public Poll<@Nullable T> pollRecv(Context context) {
            check();
            if (channel.isEmpty() && !ended) {
                channel.receiver.arm(context);
                if (channel.isEmpty()) {
                    if (channel.open.get() > 0) {
                        return Poll.pending();
                    }
                    ended = channel.isEmpty(); // what was sent last came before the last sender's end
                }
            }
            if (!context.spend()) {
                return Poll.pending();
            }
            channel.receiver.clear();
            return ended ? Poll.ready() : Poll.ready(take(context));
        }

        private T take(Context context) {
            T message = Objects.requireNonNull(channel.queue.relaxedPoll());
            channel.room.give(1);
            context.progress(1);
            return message;
        }

        /** The next message as a future; null at the end. Dropped before it is ready, it has received nothing. */
        public Future<@Nullable T> recv() {
            return new Recv<>(this);
        }

        /** The next message if there is one; null when there is none now. */
        public @Nullable T tryRecv() {
            check();
            T message = channel.queue.relaxedPoll();
            if (message != null) {
                channel.room.give(1);
            }
            return message;
        }

        private void check() {
            if (closed) {
                throw new IllegalStateException("this receiver is closed");
            }
        }

        /** Ends the channel: who sends is told, and what was not received is let go. Does nothing the second time. */
        @Override
        public void close() {
            if (!closed) {
                closed = true;
                channel.room.close();
                channel.receiver.clear();
                channel.queue.clear();
            }
        }
    }

    private static final class Recv<T> implements Future<@Nullable T> {
        private final Receiver<T> receiver;
        private boolean over;

        Recv(Receiver<T> receiver) {
            this.receiver = receiver;
        }

        @Override
        public Poll<@Nullable T> poll(Context context) {
            if (over) {
                throw new IllegalStateException("polled after its end: a future is for one use");
            }
            Poll<@Nullable T> answer = receiver.pollRecv(context);
            over = answer.isReady();
            return answer;
        }

        @Override
        public void drop() {
            if (!over) {
                over = true;
                receiver.channel.receiver.clear();
            }
        }
    }
}
