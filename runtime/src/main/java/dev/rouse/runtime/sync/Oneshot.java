package dev.rouse.runtime.sync;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.WakerSlot;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A channel for one value: one end sends it, the other is the future of it. Each end may be on a thread of its own.
 *
 * <p>State: {@link End#OPEN}, then either the value, or which end was first to give up; a value that was received is
 * {@link End#TAKEN}. The receiver alone leaves a value's state.
 *
 * @param <T> type of the value
 */
public final class Oneshot<T> {
    private final Channel channel = new Channel();
    private final Sender<T> sender = new Sender<>(channel);
    private final Receiver<T> receiver = new Receiver<>(channel);

    private enum End {
        OPEN,
        TAKEN,
        SENDER_GONE,
        RECEIVER_GONE
    }

    private static final class Channel {
        final AtomicReference<Object> state = new AtomicReference<>(End.OPEN);
        final WakerSlot receiver = new WakerSlot();
        final WakerSlot sender = new WakerSlot();

        /** From open to this; whoever waits on either side is told. */
        boolean leaveOpen(Object to) {
            if (!state.compareAndSet(End.OPEN, to)) {
                return false;
            }
            receiver.fire();
            sender.fire();
            return true;
        }
    }

    /**
     * The end that sends. One that will not send closes it, which ends the receiver: a sender that is forgotten is a
     * lost wake.
     */
    public static final class Sender<T> implements AutoCloseable {
        private final Channel channel;

        private Sender(Channel channel) {
            this.channel = channel;
        }

        /**
         * Hands the value over.
         *
         * @return false when the receiver is gone; true promises only that it was there
         * @throws IllegalStateException when a value was sent before, or this end is closed
         */
        public boolean send(T value) {
            Object sent = Objects.requireNonNull(value, "value");
            if (channel.leaveOpen(sent)) {
                return true;
            }
            if (channel.state.get() != End.RECEIVER_GONE) {
                throw new IllegalStateException("a value was sent before, or this end is closed: it sends one");
            }
            return false;
        }

        /** Gives up if nothing was sent: the receiver ends with a {@link ClosedException}. */
        @Override
        public void close() {
            channel.leaveOpen(End.SENDER_GONE);
        }

        /** Whether no value is wanted any more: the receiver is gone, or has one. */
        public boolean isClosed() {
            return channel.state.get() != End.OPEN;
        }

        /** Ready once {@link #isClosed}: one may stop computing the value. One such future waits at a time. */
        public Future<@Nullable Void> closed() {
            return new Closed(channel);
        }
    }

    private static final class Closed implements Future<@Nullable Void> {
        private final Channel channel;
        private boolean over;

        Closed(Channel channel) {
            this.channel = channel;
        }

        @Override
        public Poll<@Nullable Void> poll(Context context) {
            if (over) {
                throw new IllegalStateException("polled after its end: a future is for one use");
            }
            if (channel.state.get() == End.OPEN) {
                channel.sender.arm(context);
                if (channel.state.get() == End.OPEN) {
                    return Poll.pending();
                }
            }
            if (!context.spend()) {
                return Poll.pending();
            }
            drop();
            context.progress(1);
            return Poll.ready();
        }

        @Override
        public void drop() {
            if (!over) {
                over = true;
                channel.sender.clear();
            }
        }
    }

    /** The end that receives: ready with the value. */
    public static final class Receiver<T> implements Future<T> {
        private final Channel channel;
        private boolean over;

        private Receiver(Channel channel) {
            this.channel = channel;
        }

        /** @throws ClosedException when the sender has closed its end without sending */
        @Override
        public Poll<T> poll(Context context) {
            if (over) {
                throw new IllegalStateException("polled after its end: a future is for one use");
            }
            if (channel.state.get() == End.OPEN) {
                channel.receiver.arm(context);
                if (channel.state.get() == End.OPEN) {
                    return Poll.pending();
                }
            }
            return context.spend() ? take(context) : Poll.pending();
        }

        private Poll<T> take(Context context) {
            over = true;
            channel.receiver.clear();
            Object outcome = channel.state.get();
            if (outcome == End.SENDER_GONE) {
                throw new ClosedException("the sender was closed, and had sent nothing");
            }
            channel.state.set(End.TAKEN);
            context.progress(1);
            @SuppressWarnings("unchecked")
            T value = (T) Objects.requireNonNull(outcome);
            return Poll.ready(value);
        }

        /** Tells the sender that nothing is wanted any more; a value that was sent and not received is let go. */
        @Override
        public void drop() {
            if (over) {
                return;
            }
            over = true;
            channel.receiver.clear();
            if (!channel.leaveOpen(End.RECEIVER_GONE) && channel.state.get() != End.SENDER_GONE) {
                channel.state.set(End.RECEIVER_GONE);
            }
        }
    }

    private Oneshot() {}

    public static <T> Oneshot<T> open() {
        return new Oneshot<>();
    }

    public Sender<T> sender() {
        return sender;
    }

    public Receiver<T> receiver() {
        return receiver;
    }
}
