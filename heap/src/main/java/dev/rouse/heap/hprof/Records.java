package dev.rouse.heap.hprof;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The top-level records of a dump: names, class names, frames and traces, and where its segments are. */
final class Records {
    static final String MAGIC = "JAVA PROFILE 1.0.";
    private static final int HEADER = "JAVA PROFILE 1.0.2\0".length();
    private static final int TAG_AND_LENGTH = 9;
    private static final int UTF8 = 0x01;
    private static final int LOAD_CLASS = 0x02;
    private static final int FRAME = 0x04;
    private static final int TRACE = 0x05;
    private static final int HEAP_DUMP = 0x0c;
    private static final int SEGMENT = 0x1c;
    private static final int END = 0x2c;

    private final Mapped file;
    private final Map<Long, long[]> names = new HashMap<>(1 << 16);
    private final Map<Integer, Long> classBySerial = new HashMap<>();
    private final Map<Long, Long> nameOfClass = new HashMap<>();
    private final Map<Long, Long> frames = new HashMap<>();
    private final Map<Integer, Long> traces = new HashMap<>();

    /** Of frames, which share most of them. */
    private final Map<Long, String> texts = new HashMap<>();

    final Longs segmentStarts = new Longs();
    final Longs segmentEnds = new Longs();
    final int idSize;
    final long takenAt;
    private boolean ended;

    Records(Mapped file, LongConsumer progress) {
        this.file = file;
        if (file.size() == 0) {
            throw new BadDump("it is empty");
        }
        if (file.size() < HEADER + 12 || !file.text(0, MAGIC.length()).equals(MAGIC) || file.u1(HEADER - 1) != 0) {
            throw new BadDump("it is no heap dump: it does not begin with '" + MAGIC + "2'");
        }
        idSize = file.i4(HEADER);
        if (idSize != Integer.BYTES && idSize != Long.BYTES) {
            throw new BadDump("its ids have " + idSize + " bytes, and 4 or 8 are known");
        }
        takenAt = file.i8(HEADER + 4);
        read(HEADER + 12, progress);
    }

    private void read(long start, LongConsumer progress) {
        long at = start;
        while (at < file.size()) {
            long body = at + TAG_AND_LENGTH;
            long end = body <= file.size() ? body + (file.i4(at + 5) & 0xffffffffL) : Long.MAX_VALUE;
            if (end > file.size()) {
                throw new BadDump("it is cut off after " + file.size()
                        + " bytes, inside a record: the dump was not finished, or not copied whole");
            }
            record(file.u1(at), body, end);
            progress.accept(end);
            at = end;
        }
        if (!ended) {
            throw new BadDump("it is cut off after " + file.size()
                    + " bytes: its end record is missing, so the dump was not finished, or not copied whole");
        }
    }

    private void record(int tag, long body, long end) {
        switch (tag) {
            case UTF8 -> names.put(id(body), new long[] {body + idSize, end - body - idSize});
            case LOAD_CLASS -> {
                classBySerial.put(file.i4(body), id(body + 4));
                nameOfClass.put(id(body + 4), id(body + 8 + idSize));
            }
            case FRAME -> frames.put(id(body), body);
            case TRACE -> traces.put(file.i4(body), body);
            case HEAP_DUMP, SEGMENT -> {
                segmentStarts.add(body);
                segmentEnds.add(end);
                ended = ended || tag == HEAP_DUMP;
            }
            case END -> ended = true;
            default -> {
                // Not needed here: allocation sites, samples, unloaded classes.
            }
        }
    }

    long id(long at) {
        return idSize == Long.BYTES ? file.i8(at) : file.i4(at) & 0xffffffffL;
    }

    String name(long id) {
        long[] where = names.get(id);
        return where == null ? "?" : file.text(where[0], where[1]);
    }

    String className(long classId) {
        Long name = nameOfClass.get(classId);
        return name == null ? "?" : name(name).replace('/', '.');
    }

    @Nullable Long classOf(int serial) {
        return classBySerial.get(serial);
    }

    /** The frames of a trace, innermost first; none when the dump has no such trace. */
    HeapFrame[] trace(int serial) {
        Long at = traces.get(serial);
        int count = at == null ? 0 : file.i4(at + 8);
        if (at == null || count < 0 || at + 12 + (long) count * idSize > file.size()) {
            return new HeapFrame[0];
        }
        HeapFrame[] trace = new HeapFrame[count];
        for (int i = 0; i < count; i++) {
            trace[i] = frame(id(at + 12 + (long) i * idSize));
        }
        return trace;
    }

    private HeapFrame frame(long id) {
        Long at = frames.get(id);
        if (at == null) {
            return HeapFrame.UNKNOWN;
        }
        Long type = classBySerial.get(file.i4(at + 4L * idSize));
        long source = id(at + 3L * idSize);
        return new HeapFrame(
                type == null ? 0 : type,
                type == null ? "?" : texts.computeIfAbsent(-type, key -> className(type)),
                text(id(at + idSize)),
                text(id(at + 2L * idSize)),
                source == 0 ? null : text(source),
                file.i4(at + 4L * idSize + 4));
    }

    private String text(long id) {
        return texts.computeIfAbsent(id, this::name);
    }
}
