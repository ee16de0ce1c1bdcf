package dev.rouse.engine.detect;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Ledger;
import java.util.List;

/**
 * Finds one kind of breach: a pure function from the ledger, at the ledger's time, to findings. It keeps nothing
 * between two looks and reads no clock.
 */
public interface Detector {
    /** All detectors there are. */
    List<Detector> ALL = List.of(
            new Deadlock(),
            new LostWake(),
            new MaskedWake(),
            new SelfWake(),
            new NoProgress(),
            new LateWake(),
            new BlockedLoop(),
            new CountedTasks());

    List<Finding> examine(Ledger ledger, Thresholds thresholds);
}
