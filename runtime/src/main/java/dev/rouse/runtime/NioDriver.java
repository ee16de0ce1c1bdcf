package dev.rouse.runtime;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * A selector. Interest in a channel stays set while a leaf reads whenever it can, so that a steady stream costs no call
 * to change it; readiness that no leaf waits for takes the interest back, since a selector tells it again and again.
 */
final class NioDriver implements IoDriver {
    private static final int READ = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;
    private static final int WRITE = SelectionKey.OP_WRITE | SelectionKey.OP_CONNECT;

    private final Selector selector;

    NioDriver() throws IOException {
        selector = Selector.open();
    }

    @Override
    public Readiness register(SelectableChannel channel) throws IOException {
        Watched watched = new Watched(channel.register(selector, 0));
        watched.key.attach(watched);
        return watched;
    }

    @Override
    public void park(long nanos) throws IOException {
        if (nanos == 0) {
            if (!selector.keys().isEmpty()) {
                selector.selectNow(NioDriver::ready);
            }
        } else if (nanos < 0) {
            selector.select(NioDriver::ready);
        } else {
            selector.select(NioDriver::ready, Math.max(1, (nanos + 999_999) / 1_000_000));
        }
    }

    private static void ready(SelectionKey key) {
        ((Watched) key.attachment()).ready();
    }

    @Override
    public void unpark() {
        selector.wakeup();
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
