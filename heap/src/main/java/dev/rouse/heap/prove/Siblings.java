package dev.rouse.heap.prove;

import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.hprof.HeapClass;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What else lies in the map, list or array that holds a waker: the other pending requests, how many of them are
 * incomplete, and how old they can be told to be by the times that they keep.
 */
final class Siblings {
    private static final int MOST = 200_000;

    private final Heap heap;
    private final Callbacks callbacks;
    private final int container;
    private final String family;
    private final @Nullable HeapClass kind;
    private final Times times;
    private int count;
    private int promises;
    private int pending;

    private Siblings(Heap heap, Callbacks callbacks, int container, int entry) {
        this.heap = heap;
        this.callbacks = callbacks;
        this.container = container;
        this.family = outermost(heap.typeName(container));
        this.kind = heap.classOf(entry);
        this.times = new Times(heap, callbacks);
    }

    /**
     * A sentence on the innermost container of several alike on a way that leads to a waker.
     *
     * @param path the objects on the way
     * @return null when there is none
     */
    static @Nullable String of(Heap heap, Callbacks callbacks, int[] path) {
        for (int entry = path.length - 1; entry > 0; entry--) {
            int container = container(heap, path, entry);
            if (container >= 0 && heap.classOf(path[entry]) != null && holdsMany(heap, path, container, entry)) {
                Siblings siblings = new Siblings(heap, callbacks, path[container], path[entry]);
                siblings.count();
                if (siblings.count > 1) {
                    return siblings.told();
                }
            }
        }
        return null;
    }

    /**
     * Where the container of an entry is on the way: before all its arrays, links and buckets; -1 when there is none.
     */
    private static int container(Heap heap, int[] path, int entry) {
        String family = "";
        int at = entry;
        while (at > 0) {
            String type = heap.typeName(path[at - 1]);
            boolean array = heap.isArray(path[at - 1]);
            boolean inside = array
                    || (isLink(type) && (family.isEmpty() || outermost(type).equals(family)));
            if (!inside) {
                boolean owns =
                        at < entry && (family.isEmpty() || outermost(type).equals(family));
                return owns ? at - 1 : at < entry ? at : -1;
            }
            family = array ? family : outermost(type);
            at--;
        }
        return entry > 0 && at < entry ? 0 : -1;
    }

    /** Whether there is an array on that part of the way, or a chain of links. */
    private static boolean holdsMany(Heap heap, int[] path, int container, int entry) {
        for (int i = container; i < entry; i++) {
            if (heap.isArray(path[i]) || linksToItsLike(heap, path[i])) {
                return true;
            }
        }
        return false;
    }

    private static boolean linksToItsLike(Heap heap, int object) {
        HeapClass type = heap.classOf(object);
        if (type != null) {
            for (HeapClass.Field field : type.references()) {
                int value = heap.referenceAt(heap.values(object) + field.offset());
                if (value >= 0 && heap.classOf(value) == type) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether it is a nested class, as the links of lists and trees are; a promise's and a lock's own are no list. */
    private static boolean isLink(String type) {
        return type.indexOf('$') > 0
                && !type.contains("$$Lambda")
                && !type.startsWith(Callbacks.FUTURE)
                && !type.startsWith("java.util.concurrent.locks.");
    }

    private static String outermost(String type) {
        int inner = type.indexOf('$');
        return inner < 0 ? type : type.substring(0, inner);
    }

    private void count() {
        Set<Integer> seen = new HashSet<>();
        Deque<Integer> next = new ArrayDeque<>();
        seen.add(container);
        next.add(container);
        while (!next.isEmpty() && seen.size() < MOST) {
            int object = next.remove();
            if (heap.isArray(object)) {
                for (int i = 0; i < heap.arrayLength(object) && seen.size() < MOST; i++) {
                    look(heap.referenceAt(heap.element(object, i)), seen, next);
                }
            } else {
                fields(object, seen, next);
            }
        }
    }

    private void fields(int object, Set<Integer> seen, Deque<Integer> next) {
        HeapClass type = heap.classOf(object);
        if (type == null) {
            return;
        }
        for (HeapClass.Field field : type.references()) {
            look(heap.referenceAt(heap.values(object) + field.offset()), seen, next);
        }
    }

    private void look(int object, Set<Integer> seen, Deque<Integer> next) {
        if (object < 0 || !seen.add(object)) {
            return;
        }
        if (heap.isInstance(object) && heap.classOf(object) == kind) {
            sibling(object);
        } else if (heap.isArray(object) || outermost(heap.typeName(object)).equals(family)) {
            next.add(object);
        }
    }

    private void sibling(int object) {
        count++;
        int promise = promise(object);
        if (promise >= 0) {
            promises++;
            pending += callbacks.isPending(promise) ? 1 : 0;
        }
        times.add(object);
    }

    /** The promise that a pending request is, or keeps; -1 when it keeps none. */
    private int promise(int object) {
        if (callbacks.isPromise(object)) {
            return object;
        }
        HeapClass type = heap.classOf(object);
        if (type != null) {
            for (HeapClass.Field field : type.references()) {
                int value = heap.referenceAt(heap.values(object) + field.offset());
                if (callbacks.isPromise(value)) {
                    return value;
                }
            }
        }
        return -1;
    }

    private String told() {
        String counted = String.format(
                Locale.ROOT,
                "this %s holds %,d %s%s",
                heap.typeName(container),
                count,
                kind == null ? "" : kind.name(),
                promises == 0 ? "" : String.format(Locale.ROOT, ", %,d still pending", pending));
        String ages = times.told();
        return ages == null ? counted : counted + "; " + ages;
    }
}
