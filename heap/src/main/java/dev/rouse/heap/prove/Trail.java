package dev.rouse.heap.prove;

import dev.rouse.engine.model.Site;
import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.hprof.HeapClass;
import dev.rouse.heap.hprof.HeapFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way by which somebody who can run reaches an object, as lines: where it begins, then field by field. It begins at
 * the last class or thread on it, if there is one: the statics of a class are at everybody's hand, and what is a
 * thread's own at that thread's.
 */
final class Trail {
    private static final int ENDS_SHOWN = 6;
    private static final int LONGEST = 1_000_000;
    private static final int LONGEST_SHAPE = 2_000;

    private final Heap heap;
    private final Threads threads;
    private final Marking marking;

    /** By object, so that a long list is not walked again for each of its elements. */
    private final Map<Integer, Shape> shapes = new HashMap<>();

    /**
     * What is the same of all ways of one kind.
     *
     * @param first where the way begins
     * @param types the types on it, several alike in a row as one, after its beginning
     */
    private record Shape(int first, String types, String last) {
        Shape then(String type) {
            String longer = types.length() > LONGEST_SHAPE ? types : types + ' ' + type;
            return type.equals(last) ? this : new Shape(first, longer, type);
        }
    }

    Trail(Heap heap, Threads threads, Marking marking) {
        this.heap = heap;
        this.threads = threads;
        this.marking = marking;
    }

    List<String> to(int object) {
        int[] path = path(object);
        List<String> steps = new ArrayList<>();
        for (int i = 1; i < path.length; i++) {
            steps.add(edge(path[i - 1], path[i]) + "  " + heap.typeName(path[i]));
        }
        List<String> lines = new ArrayList<>();
        lines.add(start(path[0]) + ": " + heap.typeName(path[0]));
        lines.addAll(shortened(steps));
        return lines;
    }

    /** The objects on the way, without the class at whose static field it begins. */
    int[] path(int object) {
        Ints up = new Ints();
        int at = object;
        up.add(at);
        while (up.size() < LONGEST && !isBeginning(at, object)) {
            at = marking.parent(at);
            up.add(at);
        }
        int[] path = new int[up.size()];
        for (int i = 0; i < path.length; i++) {
            path[i] = up.get(path.length - 1 - i);
        }
        return path;
    }

    private boolean isBeginning(int at, int object) {
        return marking.parent(at) < 0
                || (at != object && threads.of(at) != null)
                || staticField(marking.parent(at), at) != null;
    }

    /** What is the same of all ways of this kind: the types on it, lists as one step, and its beginning. */
    String shape(int object) {
        return shapeOf(object).types();
    }

    private Shape shapeOf(int object) {
        Ints up = new Ints();
        int at = object;
        while (!shapes.containsKey(at) && !isBeginning(at, object) && up.size() < LONGEST) {
            up.add(at);
            at = marking.parent(at);
        }
        int first = at;
        Shape shape = shapes.computeIfAbsent(
                at, key -> new Shape(first, beginning(first) + ' ' + heap.typeName(first), heap.typeName(first)));
        for (int i = up.size() - 1; i >= 0; i--) {
            shape = shape.then(heap.typeName(up.get(i)));
            if (threads.of(up.get(i)) == null) {
                shapes.put(up.get(i), shape);
            }
        }
        return shape;
    }

    private String beginning(int first) {
        String field = ofStatic(first);
        if (field != null || threads.of(first) != null) {
            return field != null ? field : "a thread";
        }
        if (marking.parent(first) >= 0) {
            return "...";
        }
        Marking.Root root = marking.rootOf(first);
        return root.thread() == null ? root.what() : root.what() + frame(root, root.thread());
    }

    /** The thread at whose frames, or at which itself, the way begins; null when it begins elsewhere. */
    @Nullable HeapThread holder(int object) {
        int first = shapeOf(object).first();
        HeapThread thread = threads.of(first);
        return thread != null || ofStatic(first) != null || marking.parent(first) >= 0
                ? thread
                : marking.rootOf(first).thread();
    }

    private static List<String> shortened(List<String> steps) {
        if (steps.size() <= 2 * ENDS_SHOWN) {
            return steps;
        }
        List<String> some = new ArrayList<>(steps.subList(0, ENDS_SHOWN));
        some.add("... " + (steps.size() - 2 * ENDS_SHOWN) + " more ...");
        some.addAll(steps.subList(steps.size() - ENDS_SHOWN, steps.size()));
        return some;
    }

    private String start(int first) {
        String field = ofStatic(first);
        if (field != null) {
            return field;
        }
        if (marking.parent(first) >= 0) {
            return threads.of(first) != null ? String.valueOf(threads.of(first)) : "after a long way";
        }
        Marking.Root root = marking.rootOf(first);
        return root.thread() == null ? root.what() : root.what() + " of " + root.thread() + frame(root, root.thread());
    }

    private static String frame(Marking.Root root, HeapThread thread) {
        HeapFrame[] frames = thread.frames();
        return root.depth() >= 0 && root.depth() < frames.length
                ? " in " + Site.of(frames[root.depth()].element())
                : "";
    }

    /** The static field that led to an object; null when something else did. */
    private @Nullable String ofStatic(int object) {
        int parent = marking.parent(object);
        String field = parent < 0 ? null : staticField(parent, object);
        HeapClass type = field == null ? null : heap.classOfMirror(parent);
        return type == null ? null : "static " + type.name() + '.' + field;
    }

    private @Nullable String staticField(int from, int to) {
        HeapClass mirrored = heap.classOfMirror(from);
        return mirrored == null
                ? null
                : mirrored.staticReferences().entrySet().stream()
                        .filter(field -> heap.index(field.getValue()) == to)
                        .map(Map.Entry::getKey)
                        .sorted()
                        .findFirst()
                        .orElse(null);
    }

    /** How one object refers to another. */
    private String edge(int from, int to) {
        if (heap.classOfMirror(from) != null) {
            return "its loader or superclass";
        }
        return heap.isArray(from) ? element(from, to) : field(from, to);
    }

    private String element(int array, int to) {
        for (int i = 0; i < heap.arrayLength(array); i++) {
            if (heap.referenceAt(heap.element(array, i)) == to) {
                return "[" + i + "]";
            }
        }
        return "its class";
    }

    private String field(int instance, int to) {
        HeapClass type = heap.classOf(instance);
        if (type != null) {
            for (HeapClass.Field field : type.references()) {
                if (heap.referenceAt(heap.values(instance) + field.offset()) == to) {
                    return "." + field.name();
                }
            }
        }
        return "its class";
    }
}
