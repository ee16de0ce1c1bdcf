package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.record.Entry;
import dev.rouse.engine.source.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecorderTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Site ONE = new Site("com.acme.One.of(One.java:1)");
    private static final Site TWO = new Site("com.acme.Two.of(Two.java:2)");

    private final Ledger ledger = new Ledger(Ledger.Limits.DEFAULT, 0, Instant.EPOCH);
    private final Heard heard = new Heard();
    private final Recorder recorder = new Recorder(ledger, heard, 0);

    @Test
    void saysWhichJvmAndWhichProgramThisIs() {
        recorder.begin();

        assertThat(heard.sources).singleElement().satisfies(source -> {
            assertThat(source.pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(source.facts())
                    .containsEntry("java", Runtime.version().toString())
                    .containsKeys("vm", "os", "cpus", "main", "build");
        });
    }

    @Test
    void tellsOnceASecondOfTheSitesThatChanged() {
        recorder.begin();
        wake(ONE);
        wake(TWO);
        recorder.look(SECOND / 2);
        recorder.look(SECOND);
        wake(TWO);
        recorder.look(2 * SECOND);
        recorder.tell(3 * SECOND);

        assertThat(heard.sites).extracting(Entry.Sites::elapsedNs).containsExactly(0L, SECOND, 2 * SECOND, 3 * SECOND);
        assertThat(heard.sites.get(1).states()).hasSize(2);
        assertThat(heard.sites.get(2).states()).singleElement().satisfies(state -> {
            assertThat(state.site()).isEqualTo(TWO);
            assertThat(state.wakes()).as("since it began").isEqualTo(2 * 64);
        });
        assertThat(heard.sites.get(3).states()).isEmpty();
        assertThat(heard.sites.get(3).at()).isEqualTo(Instant.EPOCH.plusSeconds(3));
    }

    @Test
    void saysNothingOfItsOwnSelfTest() {
        wake(new Site("dev.rouse.agent.SelfTest.sees(SelfTest.java:26)"));
        recorder.tell(SECOND);

        assertThat(heard.sites)
                .singleElement()
                .satisfies(sites -> assertThat(sites.states()).isEmpty());
    }

    @Test
    void splitsManySitesIntoSeveralLines() {
        for (int i = 0; i < 1_200; i++) {
            wake(new Site("com.acme.Many.of(Many.java:" + i + ")"));
        }
        recorder.tell(SECOND);

        assertThat(heard.sites).extracting(sites -> sites.states().size()).containsExactly(500, 500, 200);
    }

    private void wake(Site site) {
        ledger.apply(new Event.WakeSampled(1, site, null, 1_000, 64));
    }

    /** Keeps what it is told for a recording. */
    private static final class Heard implements Outlet {
        private final List<Entry.Source> sources = new ArrayList<>();
        private final List<Entry.Sites> sites = new ArrayList<>();

        @Override
        public void source(Entry.Source source) {
            sources.add(source);
        }

        @Override
        public void sites(Entry.Sites seen) {
            sites.add(seen);
        }

        @Override
        public void ready(String text) {}

        @Override
        public void note(String text) {}

        @Override
        public void finding(Finding finding) {}

        @Override
        public boolean asksToLeave() {
            return false;
        }

        @Override
        public void bye(String text) {}

        @Override
        public void refused(String text) {}

        @Override
        public void close() {}
    }
}
