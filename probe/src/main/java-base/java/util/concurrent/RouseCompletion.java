package java.util.concurrent;

import dev.rouse.probe.Cell;

/**
 * Carries a {@link Cell} in a CompletableFuture's list of dependents: completing the future fires it. One that was made
 * for a single wait is dead when that wait is, so that the JDK sweeps both away: a host that asks {@code get(timeout)}
 * of the same future again and again, or chooses between it and ever new ones, would collect them otherwise.
 */
@SuppressWarnings("serial") // as Completion itself, which is serializable only by inheritance
final class RouseCompletion extends CompletableFuture.Completion {
    final Cell cell;

    /** The wait that this one shall not outlive; null when it stays until the future is complete. */
    final CompletableFuture.Completion wait;

    RouseCompletion(Cell cell, CompletableFuture.Completion wait) {
        this.cell = cell;
        this.wait = wait;
    }

    @Override
    CompletableFuture<?> tryFire(int mode) {
        cell.fire();
        return null;
    }

    @Override
    boolean isLive() {
        return !cell.fired() && (wait == null || wait.isLive());
    }
}
