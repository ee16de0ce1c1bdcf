package dev.rouse.acceptance.deadlock;

import dev.rouse.testkit.Jdk;
import java.util.stream.Stream;

/** The programs of this package. */
public enum Booking {
    OPPOSITE_LOCKS(OppositeLocks.class, true),
    OPPOSITE_MONITORS(OppositeMonitors.class, true),
    OPPOSITE_LOCKS_ON_VIRTUAL_THREADS(OppositeLocksOnVirtualThreads.class, true),
    PATIENT_TRY_LOCK(PatientTryLock.class, false),
    SAME_ORDER(SameOrder.class, false);

    private final Class<?> main;
    private final boolean deadlocks;

    Booking(Class<?> main, boolean deadlocks) {
        this.main = main;
        this.deadlocks = deadlocks;
    }

    /** Those that a JDK can run and that do, or do not, end in a deadlock. */
    public static Stream<Booking> on(Jdk jdk, boolean deadlocks) {
        return Stream.of(values())
                .filter(booking -> booking.deadlocks == deadlocks)
                .filter(booking -> booking != OPPOSITE_LOCKS_ON_VIRTUAL_THREADS || jdk.feature() >= 21);
    }

    public Class<?> main() {
        return main;
    }

    /** What it prints last. */
    public String outcome() {
        return deadlocks ? "transfers: stuck" : "transfers: done";
    }
}
