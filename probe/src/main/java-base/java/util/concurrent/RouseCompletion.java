package java.util.concurrent;

import dev.rouse.probe.Cell;

/** Carries a {@link Cell} in a CompletableFuture's list of dependents: completing the future fires it. */
@SuppressWarnings("serial") // as Completion itself, which is serializable only by inheritance
final class RouseCompletion extends CompletableFuture.Completion {
    final Cell cell;

    RouseCompletion(Cell cell) {
        this.cell = cell;
    }

    @Override
    CompletableFuture<?> tryFire(int mode) {
        cell.fire();
        return null;
    }

    @Override
    boolean isLive() {
        return !cell.fired();
    }
}
