package dev.rouse.runtime;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A selector. Interest in a channel stays set while a leaf reads whenever it can, so that a steady stream costs no call
 * to change it; readiness that no leaf waits for takes the interest back, since a selector tells it again and again.
 * Until the first channel is registered the core's thread is parked by itself.
 */
final class NioDriver implements IoDriver {
    private static final int READ = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
    private static final int WRITE = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

    private final Selector selector;

    /** The core's thread, once it has parked without the selector. */
    private volatile @Nullable Thread sleeper;

    /** Whether that park shall end. Set before {@code sleeper} is read, read after it is set. */
    private volatile boolean unparked;

    /** Whether any channel was ever registered. Set by the core, so before it sleeps on the selector. */
    private volatile boolean watches;

    NioDriver() throws IOException {
        selector = Selector.open();
    }

    @Override
    public Readiness register(SelectableChannel channel) throws IOException {
        watches = true;
        Watched watched = new Watched(channel.register(selector, 0));
        watched.key.attach(watched);
        return watched;
    }

    @Override
    public void park(long nanos) throws IOException {
        if (!watches) {
            parkThread(nanos);
        } else if (nanos == 0) {
            if (!selector.keys().isEmpty()) {
                selector.selectNow(NioDriver::ready);
            }
        } else if (nanos < 0) {
            selector.select(NioDriver::ready);
        } else {
            selector.select(NioDriver::ready, Math.max(1, (nanos + 999_999) / 1_000_000));
        }
    }

    /** A thread is woken for a third of what a selector costs. */
    private void parkThread(long nanos) {
        if (nanos == 0) {
            return;
        }
        if (sleeper == null) {
            sleeper = Thread.currentThread();
        }
        if (!unparked) {
            if (nanos < 0) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, nanos);
            }
        }
        unparked = false;
    }

    private static void ready(SelectionKey key) {
        ((Watched) key.attachment()).ready();
    }

    @Override
    public void unpark() {
        unparked = true;
        LockSupport.unpark(sleeper);
        if (watches) {
            selector.wakeup();
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }

    /** One channel. */
    private static final class Watched implements Readiness {
        private final SelectionKey key;
        private final WakerSlot reader = new WakerSlot();
        private final WakerSlot writer = new WakerSlot();

        Watched(SelectionKey key) {
            this.key = key;
        }

        /** A key that another thread has cancelled meanwhile wakes both: their next try says so. */
        void ready() {
            try {
                fireReady();
            } catch (CancelledKeyException e) {
                reader.fire();
                writer.fire();
            }
        }

        private void fireReady() {
            int ready = key.readyOps();
            if ((ready & READ) != 0 && !reader.fire()) {
                key.interestOpsAnd(~READ);
            }
            if ((ready & WRITE) != 0) {
                key.interestOpsAnd(~WRITE);
                writer.fire();
            }
        }

        @Override
        public boolean isReadable() {
            return !reader.isArmed();
        }

        @Override
        public boolean isWritable() {
            return !writer.isArmed();
        }

        @Override
        public void awaitReadable(Context context) {
            await(reader, READ, context);
        }

        @Override
        public void awaitWritable(Context context) {
            await(writer, WRITE, context);
        }

        /** A channel that was closed meanwhile wakes at once: the next try says so. */
        private void await(WakerSlot slot, int ops, Context context) {
            slot.arm(context);
            try {
                int wanted = ops & key.channel().validOps();
                if ((key.interestOps() & wanted) != wanted) {
                    key.interestOpsOr(wanted);
                }
            } catch (CancelledKeyException e) {
                slot.fire();
            }
        }

        @Override
        public void close() {
            key.cancel();
            reader.fire();
            writer.fire();
        }
    }
}
