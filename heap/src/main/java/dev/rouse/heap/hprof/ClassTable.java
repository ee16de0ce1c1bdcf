package dev.rouse.heap.hprof;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Classes by id, without a boxed number for each look-up: the marking asks once for each object. */
final class ClassTable {
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final long[] ids;
    private final @Nullable HeapClass[] classes;
    private final int shift;

    ClassTable(Collection<HeapClass> all) {
        int capacity = Integer.highestOneBit(Math.max(16, all.size() * 4));
        shift = Long.numberOfLeadingZeros(capacity) + 1;
        ids = new long[capacity];
        classes = new HeapClass[capacity];
        for (HeapClass type : all) {
            int slot = slot(type.id());
            ids[slot] = type.id();
            classes[slot] = type;
        }
    }

    @Nullable HeapClass get(long id) {
        return classes[slot(id)];
    }

    /** Where this id is, or belongs. */
    private int slot(long id) {
        int slot = (int) ((id * MIX) >>> shift);
        while (classes[slot] != null && ids[slot] != id) {
            slot = (slot + 1) & (ids.length - 1);
        }
        return slot;
    }
}
