package dev.rouse.acceptance.innocent;

/** The innocent services that burn a core each: more than two at a time would starve each other. */
public enum BusyInnocent {
    BUSY_SPIN(BusySpinService.class),
    GAME_LOOP(GameLoopService.class),
    BENCHMARK(BenchmarkService.class),
    SATURATED_LOOP(SaturatedLoopService.class);

    private final Class<?> main;

    BusyInnocent(Class<?> main) {
        this.main = main;
    }

    public Class<?> main() {
        return main;
    }
}
