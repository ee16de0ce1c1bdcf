package dev.rouse.engine.record;

import dev.rouse.engine.model.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One thing that a recording keeps, in the order in which they came. */
public sealed interface Entry {
    /** The first entry: when it began, and by which Rouse. */
    record Began(Instant at, Map<String, String> facts) implements Entry {
        public Began {
            facts = Map.copyOf(facts);
        }
    }

    /**
     * A source that is recorded: a JVM.
     *
     * @param facts of the JVM and of the build that runs on it, such as {@code java}, {@code main}, {@code build}
     */
    record Source(long pid, Map<String, String> facts) implements Entry {
        public Source {
            facts = Map.copyOf(facts);
        }
    }

    /** A sentence that a source told. */
    record Said(long pid, Word word, String text) implements Entry {}

    /** What a sentence is about. */
    enum Word {
        READY,
        NOTE,
        REFUSED
    }

    /** A finding, or more of one that was told before. */
    record Found(long pid, Finding finding) implements Entry {}

    /**
     * What a source saw at its sites: as it sends it, all since it began; as a recording keeps it, since the entry
     * before.
     *
     * @param elapsedNs since it began to watch
     * @param lost how many observations were dropped
     */
    record Sites(long pid, Instant at, long elapsedNs, long lost, List<SiteState> states) implements Entry {
        public Sites {
            states = List.copyOf(states);
        }
    }

    /** The last entry: how long was watched. */
    record Ended(Duration watched) implements Entry {}
}
