package dev.rouse.agent;

import dev.rouse.engine.model.Role;
import dev.rouse.engine.model.Site;
import java.util.HashSet;
import java.util.Set;

/** Where each thread has been woken before: whoever waits for a signal there again serves others, and is idle. */
final class Turnstiles {
    private static final int KEPT = 10_000;

    private final Set<String> passed = new HashSet<>();

    void woken(long thread, Site site) {
        if (passed.size() >= KEPT) {
            passed.clear();
        }
        passed.add(thread + " " + site.name());
    }

    /** That wait, as what it is for this thread. */
    WaitShape seen(long thread, WaitShape shape) {
        boolean forASignal = shape.role() == Role.SIGNAL || shape.role() == Role.LOOP;
        return forASignal && passed.contains(thread + " " + shape.site().name()) ? shape.idle() : shape;
    }
}
