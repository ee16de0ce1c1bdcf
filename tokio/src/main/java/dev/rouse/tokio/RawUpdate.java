package dev.rouse.tokio;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.rouse.tokio.wire.Instruments.Update;
import java.io.IOException;

/**
 * An {@code Update} as it came over the wire: of its tasks, which may be a hundred thousand, no object is made before
 * they are looked at, one by one. Valid as long as nobody writes to its bytes.
 */
final class RawUpdate {
    private static final int TASK_UPDATE = 2;
    private static final int NEW_TASKS = 1;
    private static final int STATS_UPDATE = 3;
    private static final int DROPPED_EVENTS = 4;

    private final byte[] bytes;
    private final int length;
    private final Update rest;
    private int tasks;
    private long dropped;

    private RawUpdate(byte[] bytes, int length) throws IOException {
        this.bytes = bytes;
        this.length = length;
        this.rest = allButTasks();
        eachTaskField((field, in) -> tasks += field == STATS_UPDATE ? 1 : 0);
    }

    /** @throws InvalidProtocolBufferException when it is none, as far as that can be told before its tasks are read */
    static RawUpdate of(byte[] bytes, int length) throws InvalidProtocolBufferException {
        try {
            return new RawUpdate(bytes, length);
        } catch (IOException e) {
            throw new InvalidProtocolBufferException(e);
        }
    }

    private Update allButTasks() throws IOException {
        Update.Builder all = Update.newBuilder();
        CodedInputStream in = CodedInputStream.newInstance(bytes, 0, length);
        int start = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            in.skipField(tag);
            int end = in.getTotalBytesRead();
            if (WireFormat.getTagFieldNumber(tag) != TASK_UPDATE) {
                all.mergeFrom(bytes, start, end - start);
            }
            start = end;
        }
        return all.build();
    }

    /** All but the tasks. */
    Update rest() {
        return rest;
    }

    /** How many tasks it tells of. */
    int tasks() {
        return tasks;
    }

    /** How many events the service's console has dropped since the update before. */
    long dropped() {
        return dropped
                + rest.getResourceUpdate().getDroppedEvents()
                + rest.getAsyncOpUpdate().getDroppedEvents();
    }

    /** Shows each task that is announced, always in the same object. */
    void announced(Metadata metadata, Visitor<Announcement> visitor) throws InvalidProtocolBufferException {
        Announcement announcement = new Announcement(metadata);
        read((field, in) -> {
            if (field == NEW_TASKS) {
                visitor.visit(announcement.read(in));
            }
        });
    }

    /** Shows each task's counters, always in the same object. */
    void counted(Visitor<Counters> visitor) throws InvalidProtocolBufferException {
        Counters counters = new Counters();
        read((field, in) -> {
            if (field == STATS_UPDATE) {
                visitor.visit(counters.read(in));
            }
        });
    }

    /** Is shown one after the other. */
    interface Visitor<T> {
        void visit(T one);
    }

    private void read(Field field) throws InvalidProtocolBufferException {
        try {
            eachTaskField(field);
        } catch (InvalidProtocolBufferException e) {
            throw e;
        } catch (IOException e) {
            throw new InvalidProtocolBufferException(e);
        }
    }

    /** Takes one field, a message: as much of it as it wants, with its end as the limit. */
    private interface Field {
        void take(int number, CodedInputStream in) throws IOException;
    }

    private void eachTaskField(Field field) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes, 0, length);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == messageTag(TASK_UPDATE)) {
                int outer = in.pushLimit(in.readRawVarint32());
                fields(in, field);
                in.popLimit(outer);
            } else {
                in.skipField(tag);
            }
        }
    }

    private void fields(CodedInputStream in, Field field) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int number = WireFormat.getTagFieldNumber(tag);
            if (tag == messageTag(number)) {
                int outer = in.pushLimit(in.readRawVarint32());
                field.take(number, in);
                in.skipRawBytes(in.getBytesUntilLimit());
                in.popLimit(outer);
            } else if (tag == (DROPPED_EVENTS << 3 | WireFormat.WIRETYPE_VARINT)) {
                dropped = in.readUInt64();
            } else {
                in.skipField(tag);
            }
        }
    }

    private static int messageTag(int number) {
        return number << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }
}
