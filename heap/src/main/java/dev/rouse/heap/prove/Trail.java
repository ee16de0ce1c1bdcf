package dev.rouse.heap.prove;

import dev.rouse.engine.model.Site;
import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.hprof.HeapClass;
import dev.rouse.heap.hprof.HeapFrame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** The way by which somebody who can run reaches an object, as lines: where it begins, then field by field. */
final class Trail {
    private static final int ENDS_SHOWN = 6;
    private static final int LONGEST = 1_000_000;

    private final Heap heap;
    private final Marking marking;

    Trail(Heap heap, Marking marking) {
        this.heap = heap;
        this.marking = marking;
    }

    List<String> to(int object) {
        Deque<String> steps = new ArrayDeque<>();
        int at = object;
        for (int i = 0; marking.parent(at) >= 0 && i < LONGEST; i++) {
            int parent = marking.parent(at);
            steps.addFirst(edge(parent, at) + "  " + heap.typeName(at));
            at = parent;
        }
        List<String> lines = new ArrayList<>();
        lines.add(start(marking.rootOf(at)) + ": " + heap.typeName(at));
        lines.addAll(shortened(List.copyOf(steps)));
        return lines;
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

    private static String start(Marking.Root root) {
        HeapThread thread = root.thread();
        if (thread == null) {
            return root.what();
        }
        HeapFrame[] frames = thread.frames();
        String frame = root.depth() >= 0 && root.depth() < frames.length
                ? " in " + Site.of(frames[root.depth()].element())
                : "";
        return root.what() + " of " + thread + frame;
    }

    /** How one object refers to another. */
    private String edge(int from, int to) {
        HeapClass mirrored = heap.classOfMirror(from);
        if (mirrored != null) {
            return mirrored.staticReferences().entrySet().stream()
                    .filter(field -> heap.index(field.getValue()) == to)
                    .map(Map.Entry::getKey)
                    .sorted()
                    .findFirst()
                    .map(field -> "static ." + field)
                    .orElse("its loader or superclass");
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
