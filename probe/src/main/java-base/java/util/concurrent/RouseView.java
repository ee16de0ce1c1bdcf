package java.util.concurrent;

import dev.rouse.probe.Looks;

/** A look at what only the promise's own package can see. */
public final class RouseView {
    private RouseView() {}

    /** Whether something waits on this promise. */
    public static boolean hasDependents(CompletableFuture<?> future) {
        Looks.one();
        return future.stack != null;
    }
}
