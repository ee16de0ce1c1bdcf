package dev.rouse.testkit.contract;

import dev.rouse.runtime.Context;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds wakers that somebody keeps after the drop, by asking the collector once for many runs. */
final class Leaks {
    private static final int COLLECTIONS = 5;

    private final List<Run.Kept> runs = new ArrayList<>();
    private boolean partial;

    void add(Run.Kept run) {
        if (!run.wakers().isEmpty()) {
            runs.add(run);
        }
    }

    @Nullable Violation first() {
        try {
            for (int n = 0; n < COLLECTIONS && firstKept() != null; n++) {
                collect();
            }
            Run.Kept kept = partial ? null : firstKept();
            return kept == null ? null : violation(kept);
        } finally {
            Reference.reachabilityFence(runs);
        }
    }

    private static Violation violation(Run.Kept kept) {
        return new Violation(
                Rule.DROPPING_RELEASES,
                "the drop leaves the waker with the source",
                kept.log(),
                "a dropped future has let go of its wakers",
                "the waker can still be reached from the events after a collection");
    }

    private Run.@Nullable Kept firstKept() {
        for (Run.Kept run : runs) {
            for (WeakReference<Context> waker : run.wakers()) {
                if (waker.get() != null) {
                    return run;
                }
            }
        }
        return null;
    }

    private void collect() {
        WeakReference<Object> canary = new WeakReference<>(new Object());
        System.gc();
        partial = canary.get() != null;
    }

    /** Whether the collector did not come when asked. */
    boolean isPartial() {
        return partial;
    }
}
