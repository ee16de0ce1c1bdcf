package dev.rouse.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Site;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MeasuresTest {
    private static final Site OTHER = new Site("com.acme.Cache.load(Cache.java:7)");

    @Test
    void tellsFunctionAndLineOfASite() {
        Measures.OfSite site =
                new Service().waited(Service.RESPOND, 3, 1).measures(5).sites().get(0);

        assertThat(site.function()).isEqualTo("com.acme.Gateway.respond");
        assertThat(site.line()).isEqualTo(61);
    }

    @Test
    void countsASampleAsOftenAsItStandsForButALongOneOnce() {
        Times times = Objects.requireNonNull(new Service()
                .waited(Service.RESPOND, 10, 64)
                .waited(Service.RESPOND, 2_000, 64)
                .waited(Service.RESPOND, 2_000, 1)
                .measures(5)
                .sites()
                .get(0)
                .waits());

        assertThat(times.total()).isEqualTo(65);
        assertThat(times.sum()).isEqualTo(2.64);
        assertThat(times.max()).isEqualTo(2.0);
        assertThat(times.below(24)).as("below 16.8 ms").isEqualTo(64);
        assertThat(times.below(23)).as("below 8.4 ms").isZero();
    }

    @Test
    void keepsTheSitesAtWhichMostIsWaitedAndLeavesOurOwnOut() {
        Service service = new Service()
                .waited(new Site("dev.rouse.agent.SelfTest.sees(SelfTest.java:26)"), 9_000, 1)
                .waited(Service.RESPOND, 3, 1)
                .waited(OTHER, 5, 1)
                .waits(1, Service.RESPOND);

        assertThat(service.measures(1).sites())
                .extracting(Measures.OfSite::function)
                .containsExactly("com.acme.Gateway.respond");
        assertThat(service.measures(5).sites())
                .extracting(Measures.OfSite::active)
                .containsExactly(1L, 0L);
    }

    @Test
    void knowsASiteThatOnlyRanLate() {
        Measures.OfSite site =
                new Service().ranLate(OTHER, 4, 64).measures(5).sites().get(0);

        assertThat(site.waits()).isNull();
        assertThat(site.lateness()).isNotNull().extracting(Times::total).isEqualTo(64L);
    }

    @Test
    void addsUpTheFindingsOfOneKindAndGrade() {
        Measures measures = new Service()
                .found(Kind.LOST_WAKE, Grade.PROVEN, 3)
                .found(Kind.LOST_WAKE, Grade.PROVEN, 4)
                .found(Kind.DEADLOCK, Grade.SUSPECTED, 2)
                .measures(5);

        assertThat(measures.found())
                .extracting(found -> found.kind() + " " + found.grade() + " " + found.count())
                .containsExactly("lost-wake proven 7", "deadlock suspected 2");
    }
}
