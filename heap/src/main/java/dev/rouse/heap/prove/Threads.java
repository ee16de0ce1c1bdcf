package dev.rouse.heap.prove;

import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.hprof.HeapClass;
import dev.rouse.heap.hprof.ThreadRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The threads of a dump, each with what it waits for. */
final class Threads {
    private static final int NEW = 0;
    private static final int TERMINATED = 99;

    private final List<HeapThread> all = new ArrayList<>();
    private final Map<Integer, HeapThread> byObject = new HashMap<>();

    private Threads() {}

    static Threads of(Heap heap, JdkLayout layout) {
        Threads threads = new Threads();
        for (ThreadRecord record : heap.threads()) {
            int object = heap.index(record.id());
            if (object >= 0 && !threads.byObject.containsKey(object)) {
                HeapThread thread = new HeapThread(heap, record, object, threads.all.size());
                threads.all.add(thread);
                threads.byObject.put(object, thread);
            }
        }
        WaitReader reader = new WaitReader(heap, layout, threads);
        threads.all.forEach(thread -> thread.waits(reader.read(thread)));
        threads.bindCarriers();
        return threads;
    }

    /** The carrier of a blocked, pinned virtual thread runs when that does, and its frames are that one's. */
    private void bindCarriers() {
        for (HeapThread thread : all) {
            HeapThread carrier = thread.carrier() < 0 ? null : byObject.get(thread.carrier());
            if (carrier != null && thread.blocked()) {
                carrier.carries(thread);
                carrier.waits(null);
            }
        }
    }

    List<HeapThread> all() {
        return all;
    }

    @Nullable HeapThread of(int object) {
        return byObject.get(object);
    }

    /** How many virtual threads have been started and are not listed with their frames, as in dumps of JDK 21. */
    int unlisted(Heap heap) {
        HeapClass type = heap.classNamed("java.lang.VirtualThread");
        if (type == null || type.instances() == listed(heap, type)) {
            return 0;
        }
        int unlisted = 0;
        for (int i = 0; i < heap.size(); i++) {
            if (heap.isInstance(i) && heap.classOf(i) == type && !byObject.containsKey(i)) {
                int state = heap.number(i, "state", NEW) & 0xff;
                unlisted += state == NEW || state == TERMINATED ? 0 : 1;
            }
        }
        return unlisted;
    }

    private long listed(Heap heap, HeapClass type) {
        return byObject.keySet().stream()
                .filter(object -> heap.isInstance(object) && heap.classOf(object) == type)
                .count();
    }
}
