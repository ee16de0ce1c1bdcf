package dev.rouse.agent;

import dev.rouse.probe.Nursery;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Proves right after install that a hook fires, and says what is watched. */
final class SelfTest {
    private SelfTest() {}

    /** @return one sentence that names what is watched, and what does not work */
    static String run(Map<String, Set<String>> hooked) {
        boolean sees = sees(new CompletableFuture<Void>());
        Set<String> types = new TreeSet<>();
        for (String type : hooked.keySet()) {
            boolean known = !type.startsWith("java/util/concurrent/") || type.endsWith("/CompletableFuture");
            if (known && !LoopInstrumentation.isOfLoops(type)) {
                types.add(type.replace('/', '.').replaceFirst("\\$.*", ""));
            }
        }
        String watched = "watching " + String.join(", ", types) + " and all threads";
        return sees
                ? watched
                : watched + "; but the hooks of CompletableFuture do not fire: another agent may have replaced them";
    }

    private static boolean sees(CompletableFuture<Void> future) {
        AtomicBoolean seen = new AtomicBoolean();
        CompletableFuture<Void> dependent = future.thenRun(() -> {});
        Nursery.sweep(registration -> seen.set(true));
        future.complete(null);
        dependent.join();
        return seen.get();
    }
}
