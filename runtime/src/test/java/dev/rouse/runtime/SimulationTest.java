package dev.rouse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Set {@code rouse.simulation.seed} to run one seed again, {@code rouse.simulation.seeds} to run more. */
class SimulationTest {
    private static final int SEEDS = Integer.getInteger("rouse.simulation.seeds", 10_000);

    private static final Logger LOGGER = Logger.getLogger("dev.rouse.runtime");

    private @Nullable Level level;

    @BeforeEach
    void silenceDrawnFailures() {
        level = LOGGER.getLevel();
        LOGGER.setLevel(Level.OFF);
    }

    @AfterEach
    void end() {
        LOGGER.setLevel(level);
    }

    @Test
    void keepsTheRulesUnderEverySeed() throws IOException {
        Long one = Long.getLong("rouse.simulation.seed");
        if (one != null) {
            run(one, false);
            return;
        }
        Set<Long> different = new HashSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            different.add(run(seed, false));
        }
        assertThat(different).hasSizeGreaterThan(SEEDS * 9 / 10);
    }

    @Test
    void runsAgainAsBefore() throws IOException {
        for (long seed = 0; seed < 50; seed++) {
            assertThat(run(seed, false)).isEqualTo(run(seed, false));
        }
    }

    @Test
    void noticesALeafThatKeepsNoWakerAndSaysItsSeed() {
        assertThatThrownBy(() -> {
                    for (long seed = 0; seed < 200; seed++) {
                        run(seed, true);
                    }
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("replay with -Drouse.simulation.seed=");
    }

    private long run(long seed, boolean faulty) throws IOException {
        try (Simulation simulation = new Simulation(seed, faulty)) {
            return simulation.run();
        }
    }
}
