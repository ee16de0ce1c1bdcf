package dev.rouse.heap.hprof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Walks what lies in the segments of a dump: objects, classes and roots. */
final class Segments {
    private static final int JNI_GLOBAL = 0x01;
    private static final int JNI_LOCAL = 0x02;
    private static final int JAVA_FRAME = 0x03;
    private static final int NATIVE_STACK = 0x04;
    private static final int STICKY_CLASS = 0x05;
    private static final int THREAD_BLOCK = 0x06;
    private static final int MONITOR_USED = 0x07;
    private static final int THREAD_OBJECT = 0x08;
    static final int CLASS = 0x20;
    static final int INSTANCE = 0x21;
    static final int OBJECT_ARRAY = 0x22;
    static final int PRIMITIVE_ARRAY = 0x23;
    private static final int UNKNOWN_ROOT = 0xff;

    private final Mapped file;
    private final Records records;
    private final int idSize;
    private final Visitor visitor;
    private final boolean objectsOnly;

    /** Is told what lies there. */
    interface Visitor {
        void object(long id, long at);

        default void type(HeapClass type) {}

        default void root(long id, int tag) {}

        default void local(long id, int thread, int depth) {}

        default void thread(long id, int serial, int trace) {}
    }

    Segments(Mapped file, Records records, Visitor visitor, boolean objectsOnly) {
        this.file = file;
        this.records = records;
        this.idSize = records.idSize;
        this.visitor = visitor;
        this.objectsOnly = objectsOnly;
    }

    void walk(LongConsumer progress) {
        for (int i = 0; i < records.segmentStarts.size(); i++) {
            long end = records.segmentEnds.get(i);
            long at = records.segmentStarts.get(i);
            while (at < end) {
                at = record(at);
            }
            if (at != end) {
                throw new BadDump("its records do not end where their segment ends, at byte " + end);
            }
            progress.accept(end);
        }
    }

    /** The end of the record that begins here. */
    private long record(long at) {
        int tag = file.u1(at);
        return switch (tag) {
            case INSTANCE -> {
                visitor.object(records.id(at + 1), at);
                yield at + 9 + 2L * idSize + length(at + 5 + 2L * idSize);
            }
            case OBJECT_ARRAY -> {
                visitor.object(records.id(at + 1), at);
                yield at + 9 + 2L * idSize + length(at + 5 + idSize) * idSize;
            }
            case PRIMITIVE_ARRAY -> {
                visitor.object(records.id(at + 1), at);
                long size = HprofType.size(file.u1(at + 9 + idSize), idSize);
                yield at + 10 + idSize + length(at + 5 + idSize) * size;
            }
            case CLASS -> type(at);
            default -> root(at, tag);
        };
    }

    private long length(long at) {
        int length = file.i4(at);
        if (length < 0) {
            throw new BadDump("an object has a negative length, at byte " + at);
        }
        return length;
    }

    private long root(long at, int tag) {
        long id = records.id(at + 1);
        switch (tag) {
            case JNI_GLOBAL -> {
                visitor.root(id, tag);
                return at + 1 + 2L * idSize;
            }
            case JNI_LOCAL, JAVA_FRAME -> {
                visitor.local(id, file.i4(at + 1 + idSize), file.i4(at + 5 + idSize));
                return at + 9 + idSize;
            }
            case NATIVE_STACK, THREAD_BLOCK -> {
                visitor.local(id, file.i4(at + 1 + idSize), -1);
                return at + 5 + idSize;
            }
            case STICKY_CLASS, MONITOR_USED, UNKNOWN_ROOT -> {
                visitor.root(id, tag);
                return at + 1 + idSize;
            }
            case THREAD_OBJECT -> {
                visitor.thread(id, file.i4(at + 1 + idSize), file.i4(at + 5 + idSize));
                return at + 9 + idSize;
            }
            default ->
                throw new BadDump("a record of the unknown kind 0x" + Integer.toHexString(tag) + " stands at byte " + at
                        + ": it is damaged, or no dump of a HotSpot JVM");
        }
    }

    private long type(long start) {
        long id = records.id(start + 1);
        visitor.object(id, start);
        long at = start + 1 + idSize + 4;
        long superId = records.id(at);
        long[] holders = {records.id(at + idSize), records.id(at + 2L * idSize), records.id(at + 3L * idSize)};
        at = afterConstants(at + 6L * idSize + 4);
        Map<String, Long> references = new HashMap<>();
        Map<String, Long> numbers = new HashMap<>();
        at = statics(at, references, numbers);
        int fields = file.u2(at);
        at += 2;
        if (objectsOnly) {
            return at + (long) fields * (idSize + 1);
        }
        List<HeapClass.Declared> declared = new ArrayList<>(fields);
        int offset = 0;
        for (int i = 0; i < fields; i++, at += idSize + 1) {
            int type = file.u1(at + idSize);
            declared.add(new HeapClass.Declared(records.name(records.id(at)), type, offset));
            offset += HprofType.size(type, idSize);
        }
        visitor.type(
                new HeapClass(id, superId, holders, Map.copyOf(references), Map.copyOf(numbers), declared, offset));
        return at;
    }

    private long afterConstants(long start) {
        int constants = file.u2(start);
        long at = start + 2;
        for (int i = 0; i < constants; i++) {
            at += 3 + HprofType.size(file.u1(at + 2), idSize);
        }
        return at;
    }

    private long statics(long start, Map<String, Long> references, Map<String, Long> numbers) {
        int count = file.u2(start);
        long at = start + 2;
        for (int i = 0; i < count; i++) {
            int type = file.u1(at + idSize);
            long value = at + idSize + 1;
            if (!objectsOnly && type == HprofType.OBJECT && records.id(value) != 0) {
                // Names may repeat, as those of the JVM's own <resolved_references> do: each counts.
                String name = records.name(records.id(at));
                references.put(references.containsKey(name) ? name + '#' + i : name, records.id(value));
            } else if (!objectsOnly && type == HprofType.INT) {
                numbers.put(records.name(records.id(at)), (long) file.i4(value));
            } else if (!objectsOnly && type == HprofType.LONG) {
                String name = records.name(records.id(at));
                // Most classes have one of these, and nobody asks.
                if (!name.equals("serialVersionUID")) {
                    numbers.put(name, file.i8(value));
                }
            }
            at = value + HprofType.size(type, idSize);
        }
        return at;
    }
}
