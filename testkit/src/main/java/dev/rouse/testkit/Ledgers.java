package dev.rouse.testkit;

import dev.rouse.engine.detect.Thresholds;
import dev.rouse.engine.model.Ledger;

/** Where a ledger written by hand begins. */
public final class Ledgers {
    private Ledgers() {}

    /** A story that begins at so many seconds of its own clock, with the default limits and thresholds. */
    public static LedgerStory at(double seconds) {
        return with(Thresholds.DEFAULT, seconds);
    }

    public static LedgerStory with(Thresholds thresholds, double seconds) {
        return new LedgerStory(Ledger.Limits.DEFAULT, thresholds).at(seconds);
    }

    /** A story whose ledger follows so many waits and so many sites, at most. */
    public static LedgerStory limitedTo(int waits, int sites) {
        return new LedgerStory(new Ledger.Limits(waits, sites), Thresholds.DEFAULT);
    }
}
