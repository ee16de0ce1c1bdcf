package dev.rouse.heap.prove;

import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.hprof.HeapClass;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The times that pending requests keep: milliseconds since 1970 are known by their value, nanoseconds of the JVM's own
 * clock by their field's name, and tell only how far apart two requests began.
 */
final class Times {
    private static final long LONGEST_MS = 30L * 24 * 3600 * 1000;

    private final Heap heap;
    private final Callbacks callbacks;
    private final long takenAtMs;
    private final Map<String, Long> oldest = new HashMap<>();
    private final Map<String, long[]> nanos = new HashMap<>();

    Times(Heap heap, Callbacks callbacks) {
        this.heap = heap;
        this.callbacks = callbacks;
        this.takenAtMs = heap.takenAt().toEpochMilli();
    }

    /** Looks at a request, at what it keeps, and at what its callbacks have captured. */
    void add(int request) {
        fields(request, true);
        if (callbacks.isPromise(request)) {
            callbacks.visit(request, new Captured());
        }
    }

    private final class Captured implements Callbacks.Visitor {
        @Override
        public void function(int function, String method, int then, boolean either) {
            fields(function, true);
        }

        @Override
        public void dependent(int promise) {}

        @Override
        public void waiter(int thread) {}
    }

    private void fields(int object, boolean deeper) {
        HeapClass type = heap.isInstance(object) ? heap.classOf(object) : null;
        if (type == null) {
            return;
        }
        for (HeapClass.Field field : type.longs()) {
            time(type, field.name(), heap.longAt(heap.values(object) + field.offset()));
        }
        for (HeapClass.Field field : type.references()) {
            int value = heap.referenceAt(heap.values(object) + field.offset());
            if (value >= 0 && heap.is(value, "java.time.Instant")) {
                time(type, field.name(), heap.longNumber(value, "seconds", 0) * 1000);
            } else if (deeper && value >= 0 && isTime(value)) {
                fields(value, false);
            }
        }
    }

    private boolean isTime(int value) {
        return heap.is(value, "java.util.Date") || heap.is(value, "java.lang.Long");
    }

    private void time(HeapClass type, String field, long value) {
        String name = simple(type.name()) + '.' + field;
        if (value > takenAtMs - LONGEST_MS && value <= takenAtMs) {
            oldest.merge(name, value, Math::min);
        } else if (field.toLowerCase(Locale.ROOT).contains("nano") && value != 0) {
            nanos.merge(name, new long[] {value, value}, (one, other) ->
                    new long[] {Math.min(one[0], other[0]), Math.max(one[1], other[1])});
        }
    }

    private static String simple(String type) {
        int lambda = type.indexOf("$$Lambda");
        return (lambda < 0 ? type : type.substring(0, lambda)).replaceFirst(".*\\.", "");
    }

    /** Null when they keep no times. */
    @Nullable String told() {
        if (!oldest.isEmpty()) {
            Map.Entry<String, Long> first =
                    oldest.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow();
            return "by " + first.getKey() + " the oldest began " + seconds(takenAtMs - first.getValue())
                    + " before the dump";
        }
        return nanos.entrySet().stream()
                .filter(entry -> entry.getValue()[1] > entry.getValue()[0])
                .findFirst()
                .map(entry -> "by " + entry.getKey() + " the oldest began "
                        + seconds((entry.getValue()[1] - entry.getValue()[0]) / 1_000_000) + " before the newest")
                .orElse(null);
    }

    private static String seconds(long ms) {
        return String.format(Locale.ROOT, "%,.1f s", ms / 1000.0);
    }
}
