package dev.rouse.heap.waits;

import java.util.ArrayDeque;
import java.util.Deque;

/** A value that only a class refers to, by a field that no heap dump shows. */
final class InClassValue extends ClassValue<Object> {
    private static final Deque<Object> NEXT = new ArrayDeque<>();

    private InClassValue() {}

    static ClassValue<Object> of(Object value) {
        InClassValue values = new InClassValue();
        NEXT.add(value);
        values.get(Primitive.class);
        return values;
    }

    @Override
    protected Object computeValue(Class<?> type) {
        return NEXT.remove();
    }
}
