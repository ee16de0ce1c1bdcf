package dev.rouse.agent;

import java.util.List;

/** Which threads take so much of a core, alone or together, that a closer look is worth its price. */
final class Burners {
    /** Part of a core that a thread takes, or would take if one were free. */
    private static final double BURNS = 0.8;

    /** Two that wake each other burn a core together; so many waits a second are no work. */
    private static final double TAKES_PART = 0.05;

    private static final double BURN_TOGETHER = 0.5;

    private static final long FLURRY = 1_000;

    /**
     * The same on a machine that is full, where they wait for the core most of the time: then it must be all of one.
     */
    private static final long SOME_WAITS = 50;

    private Burners() {}

    /** Those that may burn one, the busiest first. */
    static List<ThreadWatch.Load> among(List<ThreadWatch.Load> loads) {
        return loads.stream()
                .filter(load -> load.share() >= TAKES_PART)
                .sorted((one, other) -> Double.compare(other.share(), one.share()))
                .toList();
    }

    /** Whether these do. */
    static boolean burn(List<ThreadWatch.Load> awake) {
        return together(awake, FLURRY) >= BURN_TOGETHER
                || together(awake, SOME_WAITS) >= BURNS
                || (!awake.isEmpty() && awake.get(0).share() >= BURNS);
    }

    private static double together(List<ThreadWatch.Load> awake, long turns) {
        return awake.stream()
                .filter(load -> load.turnsPerSecond() >= turns)
                .mapToDouble(ThreadWatch.Load::share)
                .sum();
    }
}
