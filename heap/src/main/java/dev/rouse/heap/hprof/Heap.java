package dev.rouse.heap.hprof;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A heap dump, indexed: its objects are numbers from 0, and their contents are read from the mapped file when asked
 * for. Two passes over the file make the index, which takes some 5 bytes an object. Read by one thread.
 */
public final class Heap implements AutoCloseable {
    private final Mapped file;
    private final Records records;
    private final int idSize;
    private final IdIndex ids;
    private final Positions positions;
    private final long[] leaves;
    private final Map<Long, HeapClass> classes = new LinkedHashMap<>();
    private final Map<String, HeapClass> classByName = new HashMap<>();
    private final Map<Integer, ThreadRecord> threads = new LinkedHashMap<>();
    private final Longs roots = new Longs();
    private final ClassTable table;
    private final Progress progress;

    /** Is told how far the reading has come. */
    public interface Progress {
        void at(String phase, long bytes, long of);
    }

    /** Is told what an object is, and where the references lie that it holds. */
    public interface Scan {
        void instance(int object, HeapClass type, long values, long end);

        /** @param type null when it is not known */
        void array(int object, @Nullable HeapClass type, long elements, int length);

        void mirror(int object, HeapClass type);
    }

    private Heap(Mapped file, Progress progress) {
        this.file = file;
        this.progress = progress;
        long size = file.size();
        records = new Records(file, at -> progress.at("looking for its parts", at, size));
        idSize = records.idSize;
        IdIndex.Builder found = new IdIndex.Builder(size);
        new Segments(file, records, new FirstPass(found), false).walk(at -> progress.at("counting objects", at, size));
        ids = found.build();
        link();
        table = new ClassTable(classes.values());
        positions = new Positions(ids.size(), size);
        leaves = new long[(ids.size() >>> 6) + 1];
        new Segments(file, records, this::place, true).walk(at -> progress.at("indexing objects", at, size));
        threads.values().forEach(thread -> thread.stack(records.trace(thread.trace())));
    }

    /** @throws BadDump when it is no heap dump, or a damaged one */
    public static Heap open(Path path, Progress progress) throws IOException {
        Mapped file = Mapped.open(path, progress);
        try {
            return new Heap(file, progress);
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            file.close();
            throw new BadDump("it is damaged: a record points outside the file", e);
        } catch (BadDump | OutOfMemoryError e) {
            file.close();
            throw e;
        }
    }

    private final class FirstPass implements Segments.Visitor {
        private final IdIndex.Builder found;

        private FirstPass(IdIndex.Builder found) {
            this.found = found;
        }

        @Override
        public void object(long id, long at) {
            found.add(id);
        }

        @Override
        public void type(HeapClass type) {
            classes.put(type.id(), type);
        }

        @Override
        public void root(long id, int tag) {
            roots.add(id);
        }

        @Override
        public void local(long id, int thread, int depth) {
            threads.computeIfAbsent(thread, ThreadRecord::new).holds(id, depth);
        }

        @Override
        public void thread(long id, int serial, int trace) {
            threads.computeIfAbsent(serial, ThreadRecord::new).is(id, trace);
        }
    }

    private void place(long id, long at) {
        int i = ids.of(id);
        positions.set(i, at);
        if (isLeafAt(at)) {
            leaves[i >>> 6] |= 1L << i;
        }
    }

    private boolean isLeafAt(long at) {
        int tag = file.u1(at);
        if (tag != Segments.INSTANCE) {
            return tag == Segments.PRIMITIVE_ARRAY;
        }
        HeapClass type = table.get(records.id(at + 5 + idSize));
        return type != null && type.countInstance();
    }

    private void link() {
        int ordinal = 0;
        for (HeapClass type : classes.values()) {
            type.link(records.className(type.id()), classes.get(type.superId()), ordinal++, ids.of(type.id()));
        }
        for (HeapClass type : classes.values()) {
            type.layOut();
            classByName.merge(type.name(), type, (one, other) -> one.isBoot() ? one : other);
        }
    }

    public Instant takenAt() {
        return Instant.ofEpochMilli(records.takenAt);
    }

    public long bytes() {
        return file.size();
    }

    /** Says how many of the objects some further work on them has done. */
    public void did(String phase, int objects) {
        progress.at(phase, (long) ((double) objects / size() * bytes()), bytes());
    }

    /**
     * What is the same in all dumps of one process and, in all likelihood, in no other's: the JDK salts its immutable
     * collections when it starts. 0 when this JDK has no such salt.
     */
    public long salt() {
        HeapClass type = classNamed("java.util.ImmutableCollections");
        Long salt = type == null ? null : type.staticLong("SALT32L");
        return salt == null ? 0 : salt;
    }

    /** How many objects there are, Class objects included. */
    public int size() {
        return ids.size();
    }

    public Collection<HeapClass> classes() {
        return classes.values();
    }

    /** The class of that name; the boot loader's when several have it. */
    public @Nullable HeapClass classNamed(String name) {
        return classByName.get(name);
    }

    /** The threads that the dump lists, platform and virtual. */
    public List<ThreadRecord> threads() {
        return threads.values().stream().filter(thread -> thread.id() != 0).toList();
    }

    /** What else the collector starts from: JNI global references, classes of the system. Indices. */
    public List<Integer> roots() {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < roots.size(); i++) {
            int object = index(roots.get(i));
            if (object >= 0) {
                found.add(object);
            }
        }
        // What a frame of a thread without an object holds is held by nobody in sight.
        for (ThreadRecord thread : threads.values()) {
            for (int i = 0; thread.id() == 0 && i < thread.locals(); i++) {
                int object = index(thread.local(i));
                if (object >= 0) {
                    found.add(object);
                }
            }
        }
        return found;
    }

    /** The index of an id; -1 for null and for what is not in the dump. */
    public int index(long id) {
        return id == 0 ? -1 : ids.of(id);
    }

    public long id(int object) {
        return records.id(position(object) + 1);
    }

    private long position(int object) {
        return positions.of(object);
    }

    /** Whether it refers to nothing but a class of the boot loader, which is there anyway. */
    public boolean isLeaf(int object) {
        return (leaves[object >>> 6] & 1L << object) != 0;
    }

    /** Reads where an object lies, and what it is, once. */
    public void scan(int object, Scan scan) {
        long at = positions.of(object);
        switch (file.u1(at)) {
            case Segments.INSTANCE -> {
                HeapClass type = table.get(records.id(at + 5 + idSize));
                if (type != null) {
                    long values = at + 9 + 2L * idSize;
                    scan.instance(object, type, values, values + file.i4(at + 5 + 2L * idSize));
                }
            }
            case Segments.OBJECT_ARRAY ->
                scan.array(
                        object, table.get(records.id(at + 9 + idSize)), at + 9 + 2L * idSize, file.i4(at + 5 + idSize));
            case Segments.CLASS -> {
                HeapClass mirrored = classes.get(records.id(at + 1));
                if (mirrored != null) {
                    scan.mirror(object, mirrored);
                }
            }
            default -> {
                // An array of numbers.
            }
        }
    }

    public boolean isInstance(int object) {
        return file.u1(position(object)) == Segments.INSTANCE;
    }

    public boolean isArray(int object) {
        return file.u1(position(object)) == Segments.OBJECT_ARRAY;
    }

    /** The class that a Class object stands for; null for any other object. */
    public @Nullable HeapClass classOfMirror(int object) {
        long at = position(object);
        return file.u1(at) == Segments.CLASS ? classes.get(records.id(at + 1)) : null;
    }

    /** The class of an instance or of an array of objects; null for any other object, or when it is not known. */
    public @Nullable HeapClass classOf(int object) {
        long at = position(object);
        return switch (file.u1(at)) {
            case Segments.INSTANCE -> table.get(records.id(at + 5 + idSize));
            case Segments.OBJECT_ARRAY -> table.get(records.id(at + 9 + idSize));
            default -> null;
        };
    }

    /** Whether an instance is of that class or of one that extends it. */
    public boolean is(int object, String type) {
        if (object < 0 || !isInstance(object)) {
            return false;
        }
        HeapClass c = classOf(object);
        return c != null && c.is(type);
    }

    /** What the loader, the signers, the protection domain, the superclass and the statics of a class refer to. */
    public List<Integer> heldBy(HeapClass type) {
        List<Integer> held = new ArrayList<>();
        for (long id : type.holders()) {
            held.add(index(id));
        }
        HeapClass parent = type.parent();
        held.add(parent == null ? -1 : parent.object());
        held.removeIf(object -> object < 0);
        return held;
    }

    /** Where the values of an instance begin. */
    public long values(int instance) {
        return position(instance) + 9 + 2L * idSize;
    }

    /** Where the values of an instance end, by its own record. */
    public long valuesEnd(int instance) {
        return values(instance) + file.i4(position(instance) + 5 + 2L * idSize);
    }

    /** The object that a reference in the file refers to; -1 for none. */
    public int referenceAt(long at) {
        return index(records.id(at));
    }

    /** The long in the file. */
    public long longAt(long at) {
        return file.i8(at);
    }

    public int idSize() {
        return idSize;
    }

    public int arrayLength(int array) {
        return file.i4(position(array) + 5 + idSize);
    }

    /** Where an element of an array of objects lies. */
    public long element(int array, int i) {
        return values(array) + (long) i * idSize;
    }

    private long fieldAt(int object, String field) {
        HeapClass type = object < 0 || !isInstance(object) ? null : classOf(object);
        HeapClass.Field found = type == null ? null : type.field(field);
        return found == null ? -1 : values(object) + found.offset();
    }

    /** The object in a field; -1 for null, and when there is no such field. */
    public int ref(int object, String field) {
        long at = fieldAt(object, field);
        return at < 0 ? -1 : referenceAt(at);
    }

    /** The value of a field that is an int, or a smaller number; the other value when there is no such field. */
    public int number(int object, String field, int otherwise) {
        HeapClass type = object < 0 || !isInstance(object) ? null : classOf(object);
        HeapClass.Field found = type == null ? null : type.field(field);
        if (found == null) {
            return otherwise;
        }
        long at = values(object) + found.offset();
        return switch (found.type()) {
            case HprofType.INT -> file.i4(at);
            case HprofType.BOOLEAN, HprofType.BYTE -> (byte) file.u1(at);
            case HprofType.CHAR, HprofType.SHORT -> file.u2(at);
            default -> otherwise;
        };
    }

    public long longNumber(int object, String field, long otherwise) {
        long at = fieldAt(object, field);
        return at < 0 ? otherwise : file.i8(at);
    }

    /** The text of a String; empty when it is none. */
    public String text(int string) {
        int value = ref(string, "value");
        if (value < 0 || file.u1(position(value)) != Segments.PRIMITIVE_ARRAY) {
            return "";
        }
        int length = arrayLength(value);
        long at = position(value) + 10 + idSize;
        boolean wide = number(string, "coder", 0) != 0;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i + (wide ? 1 : 0) < length && text.length() < 1000; i += wide ? 2 : 1) {
            // The dump keeps the byte order of the machine that made it, in effect little-endian.
            text.append((char) (wide ? file.u1(at + i) | file.u1(at + i + 1) << 8 : file.u1(at + i)));
        }
        return text.toString();
    }

    /** The name of an object's type, as Java writes it. */
    public String typeName(int object) {
        long at = position(object);
        HeapClass mirrored = classOfMirror(object);
        if (mirrored != null) {
            return "class " + mirrored.name();
        }
        if (file.u1(at) == Segments.PRIMITIVE_ARRAY) {
            return HprofType.name(file.u1(at + 9 + idSize)) + "[]";
        }
        HeapClass type = classOf(object);
        return type == null ? "?" : TypeNames.readable(type.name());
    }

    @Override
    public void close() {
        file.close();
    }
}
