package dev.rouse.agent;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much lies in a queue, and what, read from its fields: the JDK's own queues, those of JCTools (relocated copies
 * too) and whatever else keeps a size.
 */
final class Queues {
    /** Elements looked at, at most. */
    private static final int MANY = 256;

    private final Fields fields;

    Queues(Fields fields) {
        this.fields = fields;
    }

    /** How many elements it holds; 0 when that cannot be told. */
    long size(@Nullable Object queue) {
        if (queue == null) {
            return 0;
        }
        long produced = fields.number(queue, "producerIndex", -1);
        long consumed = fields.number(queue, "consumerIndex", -1);
        if (produced >= 0 && consumed >= 0) {
            // those that link their arrays count in steps of two
            boolean linked = fields.get(queue, "consumerBuffer") instanceof Object[];
            return Math.max(0, produced - consumed) / (linked ? 2 : 1);
        }
        Object count = fields.get(queue, "count");
        if (count instanceof Number number && count.getClass().getName().startsWith("java.")) {
            return number.longValue();
        }
        long size = fields.number(queue, "size", -1);
        return size >= 0 ? size : elements(queue).size();
    }

    /** Some of its elements. */
    List<Object> elements(Object queue) {
        List<Object> elements = new ArrayList<>();
        for (String array : List.of("consumerBuffer", "producerBuffer", "buffer", "queue", "elements", "items")) {
            if (fields.get(queue, array) instanceof Object[] slots) {
                for (int i = 0; i < slots.length && elements.size() < MANY; i++) {
                    if (slots[i] != null && !slots[i].getClass().isArray()) {
                        elements.add(slots[i]);
                    }
                }
                return elements;
            }
        }
        Object node = fields.get(queue, "head");
        node = node == null ? fields.get(queue, "first") : node;
        for (int i = 0; node != null && i < MANY; i++) {
            Object item = fields.get(node, "item");
            if (item != null) {
                elements.add(item);
            }
            Object next = fields.get(node, "next");
            node = next == node ? null : next;
        }
        return elements;
    }
}
