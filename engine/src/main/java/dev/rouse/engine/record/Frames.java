package dev.rouse.engine.record;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a recording's file. It begins with {@code ROUSEREC} and the format's version in four bytes. Then comes
 * frame after frame: a byte that says what it is, the payload's length in four, the CRC32C of these five in four, the
 * payload, and its CRC32C in four. Numbers have their highest byte first.
 */
final class Frames {
    static final int VERSION = 1;
    static final int HEADER = 12;

    /** Bytes of a frame before its payload. */
    static final int HEAD = 9;

    private static final byte[] MAGIC = "ROUSEREC".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private long position;

    private Frames(InputStream in) {
        this.in = in;
    }

    /** How one frame was read. */
    enum State {
        WHOLE,
        /** Its payload is not what was written; the next frame can be read. */
        DAMAGED,
        /** Nor can the next one be found. */
        LOST,
        /** The file ends within it. */
        CUT,
        /** The file ends before it. */
        END
    }

    /** One as it was read. */
    static final class Frame {
        final State state;
        final byte type;
        final byte[] payload;

        /** Where it begins in the file. */
        final long at;

        Frame(State state, byte type, byte[] payload, long at) {
            this.state = state;
            this.type = type;
            this.payload = payload;
            this.at = at;
        }
    }

    static void writeHeader(OutputStream out) throws IOException {
        out.write(ByteBuffer.allocate(HEADER).put(MAGIC).putInt(VERSION).array());
    }

    /** Writes one frame by one write, so that a reader sees little of it or all. */
    static void write(OutputStream out, byte type, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(HEAD + payload.length + 4);
        frame.put(type).putInt(payload.length);
        frame.putInt(crc(frame.array(), 5)).put(payload).putInt(crc(payload, payload.length));
        out.write(frame.array());
        out.flush();
    }

    /** @throws UnreadableRecording when it is no recording, or one of another version */
    static Frames open(InputStream in) throws IOException {
        byte[] header = in.readNBytes(HEADER);
        int known = Math.min(header.length, MAGIC.length);
        if (header.length == 0) {
            throw new UnreadableRecording("is empty: nothing was recorded, record again");
        }
        if (!ByteBuffer.wrap(MAGIC, 0, known).equals(ByteBuffer.wrap(header, 0, known))) {
            throw new UnreadableRecording("is no recording: give a file that 'rouse record' has written");
        }
        if (header.length < HEADER) {
            throw new UnreadableRecording("ends within its first " + HEADER + " bytes: copy it again, or record again");
        }
        int version = ByteBuffer.wrap(header).getInt(MAGIC.length);
        if (version != VERSION) {
            throw new UnreadableRecording("is a recording of format " + version + ", and this Rouse reads format "
                    + VERSION + ": use the Rouse that wrote it, or record again");
        }
        Frames frames = new Frames(in);
        frames.position = HEADER;
        return frames;
    }

    /** The next frame; after one that is {@link State#LOST}, {@link State#CUT} or {@link State#END} there is none. */
    Frame next() throws IOException {
        long at = position;
        byte[] head = take(HEAD);
        if (head == null) {
            return new Frame(position == at ? State.END : State.CUT, (byte) 0, new byte[0], at);
        }
        ByteBuffer fields = ByteBuffer.wrap(head);
        byte type = fields.get();
        int length = fields.getInt();
        if (length < 0 || fields.getInt() != crc(head, 5)) {
            return new Frame(State.LOST, type, new byte[0], at);
        }
        byte[] payload = take(length);
        byte[] sum = payload == null ? null : take(4);
        if (payload == null || sum == null) {
            return new Frame(State.CUT, type, new byte[0], at);
        }
        boolean whole = ByteBuffer.wrap(sum).getInt() == crc(payload, length);
        return new Frame(whole ? State.WHOLE : State.DAMAGED, type, payload, at);
    }

    /** How many bytes have been read. */
    long position() {
        return position;
    }

    private byte @Nullable [] take(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        position += bytes.length;
        return bytes.length < length ? null : bytes;
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
