package dev.rouse.tokio;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * One task's {@code Stats} as they come over the wire, with its id. There may be a hundred thousand of them in an
 * update, so they are read one after the other into the same place. Times are nanoseconds of the service's clock, 0
 * when never.
 */
final class Counters {
    /** How a field is sent: the three last bits of its tag. */
    private static final int NUMBER = WireFormat.WIRETYPE_VARINT;

    private static final int MESSAGE = WireFormat.WIRETYPE_LENGTH_DELIMITED;

    private static final long SECOND = 1_000_000_000L;

    long id;
    long created;
    long dropped;
    long clones;
    long drops;
    long lastWake;
    long selfWakes;
    long scheduledNs;
    long polls;
    long firstPoll;
    long pollStarted;
    long pollEnded;
    long busyNs;

    /** Reads an entry of {@code TaskUpdate.stats_update}, which must be all that is left up to the limit. */
    Counters read(CodedInputStream in) throws IOException {
        id = 0;
        created = dropped = clones = drops = lastWake = selfWakes = scheduledNs = 0;
        polls = firstPoll = pollStarted = pollEnded = busyNs = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | NUMBER -> id = in.readUInt64();
                case 2 << 3 | MESSAGE -> readStats(in);
                default -> in.skipField(tag);
            }
        }
        return this;
    }

    private void readStats(CodedInputStream in) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | MESSAGE -> created = time(in);
                case 2 << 3 | MESSAGE -> dropped = time(in);
                case 4 << 3 | NUMBER -> clones = in.readUInt64();
                case 5 << 3 | NUMBER -> drops = in.readUInt64();
                case 6 << 3 | MESSAGE -> lastWake = time(in);
                case 7 << 3 | MESSAGE -> readPolls(in);
                case 8 << 3 | NUMBER -> selfWakes = in.readUInt64();
                case 9 << 3 | MESSAGE -> scheduledNs = time(in);
                default -> in.skipField(tag);
            }
        }
        in.popLimit(outer);
    }

    private void readPolls(CodedInputStream in) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | NUMBER -> polls = in.readUInt64();
                case 3 << 3 | MESSAGE -> firstPoll = time(in);
                case 4 << 3 | MESSAGE -> pollStarted = time(in);
                case 5 << 3 | MESSAGE -> pollEnded = time(in);
                case 6 << 3 | MESSAGE -> busyNs = time(in);
                default -> in.skipField(tag);
            }
        }
        in.popLimit(outer);
    }

    /** A timestamp or a duration: both are seconds and nanoseconds. */
    private static long time(CodedInputStream in) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        long nanos = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | NUMBER -> nanos += in.readInt64() * SECOND;
                case 2 << 3 | NUMBER -> nanos += in.readInt32();
                default -> in.skipField(tag);
            }
        }
        in.popLimit(outer);
        return nanos;
    }
}
