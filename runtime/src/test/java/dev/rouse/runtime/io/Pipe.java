package dev.rouse.runtime.io;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.WakerSlot;
import java.nio.ByteBuffer;

/** One end of a connection in memory. What one end reads at once is bounded; all of it is one thread's. */
final class Pipe implements AsyncStream {
    private final ByteBuffer incoming = ByteBuffer.allocate(100_000);
    private final WakerSlot reader = new WakerSlot();
    private final WakerSlot writer = new WakerSlot();
    private final int atOnce;
    private Pipe other = this;
    private boolean ended;

    private Pipe(int atOnce) {
        this.atOnce = atOnce;
    }

    /** Two ends, each of which reads so many bytes at once, at most. */
    static Pipe[] pair(int atOnce) {
        Pipe one = new Pipe(atOnce);
        Pipe two = new Pipe(atOnce);
        one.other = two;
        two.other = one;
        return new Pipe[] {one, two};
    }

    /** What the other end has not read. */
    void send(ByteBuffer bytes) {
        other.incoming.put(bytes);
        other.reader.fire();
    }

    @Override
    public int pollRead(Context context, ByteBuffer dst) {
        int n = Math.min(Math.min(incoming.position(), dst.remaining()), atOnce);
        if (n == 0 && !ended) {
            reader.arm(context);
            return PENDING;
        }
        if (n == 0) {
            return END;
        }
        incoming.flip();
        for (int i = 0; i < n; i++) {
            dst.put(incoming.get());
        }
        incoming.compact();
        other.writer.fire();
        return n;
    }

    @Override
    public int pollWrite(Context context, ByteBuffer src) {
        int n = Math.min(other.incoming.remaining(), src.remaining());
        if (n == 0 && src.hasRemaining()) {
            writer.arm(context);
            return PENDING;
        }
        for (int i = 0; i < n; i++) {
            other.incoming.put(src.get());
        }
        other.reader.fire();
        return n;
    }

    @Override
    public boolean pollFlush(Context context) {
        return true;
    }

    @Override
    public boolean pollShutdown(Context context) {
        other.ended = true;
        other.reader.fire();
        return true;
    }

    @Override
    public void close() {
        pollShutdown(Context.of(() -> {}));
    }
}
