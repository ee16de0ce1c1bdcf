package dev.rouse.heap.prove;

import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.hprof.HeapClass;
import java.util.ArrayList;
import java.util.List;

/**
 * Objects that nothing in a dump refers to. In a dump of live objects somebody held them all the same, by ways that
 * HPROF does not show: the instance fields of Class (class values, reflection data, class data), values that compiled
 * code keeps in registers. So they count as held by somebody who can run. In a dump of all objects most are garbage;
 * there only those count that the JDK hangs on classes.
 */
final class Strays {
    private static final List<String> HUNG_ON_CLASSES = List.of(
            "java.lang.Class$",
            "java.lang.ClassValue$",
            "java.lang.invoke.",
            "java.lang.reflect.",
            "jdk.internal.reflect.",
            "sun.reflect.");

    /** More than one in so many is garbage. */
    private static final int FEW = 50;

    private static final int ALWAYS_SOME = 200;

    private final List<Integer> found;
    private final boolean live;

    private Strays(List<Integer> found, boolean live) {
        this.found = found;
        this.live = live;
    }

    /**
     * @param all what anything refers to; it grows by what the strays of classes refer to
     * @param notice is told of what nothing refers to
     */
    static Strays of(Heap heap, Marking all, Marking.Notice notice) {
        boolean[] hung = new boolean[heap.classes().size()];
        for (HeapClass type : heap.classes()) {
            hung[type.ordinal()] = HUNG_ON_CLASSES.stream().anyMatch(type.name()::startsWith);
        }
        List<Integer> ofClasses = new ArrayList<>();
        for (int i = 0; i < heap.size(); i++) {
            HeapClass type = all.isMarked(i) ? null : heap.classOf(i);
            if (type != null && hung[type.ordinal()]) {
                ofClasses.add(i);
            }
        }
        ofClasses.forEach(stray -> all.mark(stray, stray));
        all.drain();
        int few = ALWAYS_SOME + heap.size() / FEW;
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < heap.size(); i++) {
            HeapClass type = all.isMarked(i) ? null : heap.classOf(i);
            if (type != null && !type.name().equals("java.lang.String")) {
                if (others.size() <= few) {
                    others.add(i);
                }
                notice.reached(type, i);
            }
        }
        boolean live = others.size() <= few;
        if (live) {
            ofClasses.addAll(others);
        }
        return new Strays(ofClasses, live);
    }

    List<Integer> found() {
        return found;
    }

    /** Whether the dump seems to be of live objects only. */
    boolean live() {
        return live;
    }
}
