package dev.rouse.heap.hprof;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A class of the dump: its fields in the order in which its instances hold them, and its static ones. */
public final class HeapClass {
    private static final int DEEPEST = 10_000;

    private final long id;
    private final long superId;
    private final long[] holders;
    private final Map<String, Long> staticReferences;
    private final Map<String, Long> staticNumbers;
    private final List<Field> declared;
    private final int declaredSize;
    private String name = "?";
    private @Nullable HeapClass parent;
    private int ordinal = -1;
    private int object = -1;
    private Field @Nullable [] references;
    private int[] offsets = {};
    private int instances;

    /**
     * One field of an instance.
     *
     * @param type as HPROF has it: 2 is a reference
     * @param offset from the beginning of the instance's values
     */
    public record Field(HeapClass owner, String name, int type, int offset) {}

    /** A field as its class declares it, at its offset in the part of the values that is the class's own. */
    record Declared(String name, int type, int offset) {}

    HeapClass(
            long id,
            long superId,
            long[] holders,
            Map<String, Long> staticReferences,
            Map<String, Long> staticNumbers,
            List<Declared> declared,
            int declaredSize) {
        this.id = id;
        this.superId = superId;
        this.holders = holders;
        this.staticReferences = staticReferences;
        this.staticNumbers = staticNumbers;
        this.declared = declared.stream()
                .map(d -> new Field(this, d.name(), d.type(), d.offset()))
                .toList();
        this.declaredSize = declaredSize;
    }

    void link(String itsName, @Nullable HeapClass itsParent, int itsOrdinal, int itsObject) {
        name = itsName;
        parent = itsParent;
        ordinal = itsOrdinal;
        object = itsObject;
    }

    /** Lays out the references; call it once all classes are linked. */
    void layOut() {
        refuseACircle();
        List<Field> all = new ArrayList<>();
        int base = 0;
        for (HeapClass c = this; c != null; c = c.parent) {
            for (Field field : c.declared) {
                if (field.type() == HprofType.OBJECT) {
                    all.add(new Field(c, field.name(), field.type(), base + field.offset()));
                }
            }
            base += c.declaredSize;
        }
        references = all.toArray(Field[]::new);
        offsets = all.stream().mapToInt(Field::offset).toArray();
    }

    private void refuseACircle() {
        int depth = 0;
        for (HeapClass c = this; c != null; c = c.parent) {
            if (depth++ > DEEPEST) {
                throw new BadDump("the superclasses of " + name + " form a circle");
            }
        }
    }

    public String name() {
        return name;
    }

    /** Its number among the dump's classes, from 0. */
    public int ordinal() {
        return ordinal;
    }

    /** The index of its Class object; -1 when that is not in the dump. */
    public int object() {
        return object;
    }

    public @Nullable HeapClass parent() {
        return parent;
    }

    /** The reference fields of an instance, its own class's first. */
    public Field[] references() {
        if (references == null) {
            layOut();
        }
        return Objects.requireNonNull(references);
    }

    /** Where they lie in an instance's values; of the same order. */
    public int[] offsets() {
        return offsets;
    }

    /** How many instances of just this class the dump has. */
    public int instances() {
        return instances;
    }

    /** @return whether an instance refers to nothing but this class, and this one is there anyway */
    boolean countInstance() {
        instances++;
        return offsets.length == 0 && isBoot();
    }

    /** Whether it is, or extends, the class of this name. */
    public boolean is(String other) {
        for (HeapClass c = this; c != null; c = c.parent) {
            if (c.name.equals(other)) {
                return true;
            }
        }
        return false;
    }

    /** The first field of that name, seen from the class upwards. */
    public @Nullable Field field(String wanted) {
        int base = 0;
        for (HeapClass c = this; c != null; c = c.parent) {
            for (Field field : c.declared) {
                if (field.name().equals(wanted)) {
                    return new Field(c, wanted, field.type(), base + field.offset());
                }
            }
            base += c.declaredSize;
        }
        return null;
    }

    /** Its fields that hold a long, its own first. */
    public List<Field> longs() {
        List<Field> found = new ArrayList<>();
        int base = 0;
        for (HeapClass c = this; c != null; c = c.parent) {
            for (Field field : c.declared) {
                if (field.type() == HprofType.LONG) {
                    found.add(new Field(c, field.name(), field.type(), base + field.offset()));
                }
            }
            base += c.declaredSize;
        }
        return found;
    }

    /** The value of a static int; null when there is no such field. */
    public @Nullable Integer staticInt(String field) {
        Long number = staticNumbers.get(field);
        return number == null ? null : number.intValue();
    }

    /** The value of a static long or int; null when there is no such field. */
    public @Nullable Long staticLong(String field) {
        return staticNumbers.get(field);
    }

    /** Ids by the names of its static reference fields. */
    public Map<String, Long> staticReferences() {
        return staticReferences;
    }

    /** Whether the boot loader defined it. */
    public boolean isBoot() {
        return holders[0] == 0;
    }

    /** Ids of its loader, signers and protection domain, where it has them. */
    long[] holders() {
        return holders;
    }

    long id() {
        return id;
    }

    long superId() {
        return superId;
    }

    @Override
    public String toString() {
        return name;
    }
}
