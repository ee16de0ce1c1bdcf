package dev.rouse.engine.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.model.WakeHistogram;
import dev.rouse.engine.record.Block;
import dev.rouse.engine.record.SiteState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {
    private static final int SITES = 60;
    private static final Site STOCK = new Site("com.acme.Stock.of(Stock.java:40)");

    @ParameterizedTest(name = "of {0} s each")
    @ValueSource(ints = {10, 30, 120})
    void findsNothingInPairsOfTheSameServiceThatVaryAsRealOnesDo(int seconds) {
        SimulatedService service = new SimulatedService(seconds).withSites(SITES);
        for (int pair = 0; pair < 10; pair++) {
            Comparison comparison = compare(service.run(2L * pair), service.run(2L * pair + 1));

            assertThat(comparison.changes()).as("pair %d", pair).isEmpty();
            assertThat(comparison.judged()).as("pair %d", pair).isGreaterThan(SITES / 4);
        }
    }

    @ParameterizedTest(name = "of {0} s each")
    @ValueSource(ints = {20, 30, 120})
    void putsTheSiteThatIsFiveMillisecondsSlowerFirst(int seconds) {
        for (int run = 0; run < 5; run++) {
            List<Block> base = service(seconds).run(100 + run);
            List<Block> now = service(seconds).slower(STOCK, 5).run(200 + run);

            Change first = compare(base, now).changes().get(0);

            assertThat(first.what()).isEqualTo(Change.What.WAITS_LONGER);
            assertThat(first.site()).isEqualTo(STOCK);
            Interval shift = Objects.requireNonNull(first.shift());
            Interval added = Objects.requireNonNull(first.added());
            assertThat(shift.low()).isLessThan(5.3);
            assertThat(shift.high()).isGreaterThan(4.7);
            assertThat(added.estimate()).isBetween(1_000.0, 4_000.0);
        }
    }

    private static SimulatedService service(int seconds) {
        return new SimulatedService(seconds).withSites(SITES).with(STOCK, 2, 500);
    }

    @Test
    void putsTheCauseBeforeThoseWhoWaitBehindIt() {
        Site all = new Site("com.acme.Shop.answer(Shop.java:12)");
        SimulatedService service = service(30).with(all, 4, 500);

        Comparison comparison =
                compare(service.run(1), service.slower(STOCK, 5).slower(all, 5).run(2));

        assertThat(comparison.regressions()).extracting(Change::site).containsExactly(STOCK, all);
    }

    @Test
    void tellsWhatHasBecomeFasterAndCallsItNoRegression() {
        SimulatedService service = service(30).slower(STOCK, 5);

        Comparison comparison = compare(service.run(1), service.slower(STOCK, 0).run(2));

        assertThat(comparison.changes())
                .singleElement()
                .satisfies(change -> assertThat(change.what()).isEqualTo(Change.What.WAITS_SHORTER));
        assertThat(comparison.regressions()).isEmpty();
    }

    @Test
    void tellsASiteThatWakesMoreThanTwiceAsOften() {
        Comparison comparison =
                compare(service(60).run(1), service(60).oftener(STOCK, 4).run(2));

        assertThat(comparison.regressions())
                .singleElement()
                .satisfies(change -> assertThat(change.what()).isEqualTo(Change.What.WAKES_MORE_OFTEN));
    }

    @Test
    void takesMoreTrafficEverywhereForMoreTraffic() {
        SimulatedService quiet = new SimulatedService(60);
        SimulatedService busy = new SimulatedService(60);
        for (int i = 0; i < 20; i++) {
            quiet.with(SimulatedService.site(i), 2, 400);
            busy.with(SimulatedService.site(i), 2, 2_000);
        }

        Comparison comparison = compare(quiet.run(1), busy.run(2));

        assertThat(comparison.regressions()).isEmpty();
        assertThat(comparison.traffic()).isBetween(4.0, 6.0);
    }

    @Test
    void takesASiteThatIsSlowerInOneSecondOnlyForNoise() {
        List<Block> base = service(10).run(1);
        List<Block> now = new ArrayList<>(service(10).run(2));
        now.set(4, service(10).slower(STOCK, 200).run(3).get(4));

        assertThat(compare(base, now).changes()).isEmpty();
    }

    @Test
    void tellsWhatHasComeAndGoneAndCallsItNoRegression() {
        Comparison comparison = compare(
                service(30).run(1),
                service(30)
                        .without(STOCK)
                        .with(new Site("com.acme.New.of(New.java:1)"), 2, 500)
                        .run(2));

        assertThat(comparison.changes())
                .extracting(Change::what)
                .containsExactlyInAnyOrder(Change.What.APPEARED, Change.What.VANISHED);
        assertThat(comparison.regressions()).isEmpty();
    }

    @Test
    void passesOverASiteThatComesOnceInAWhile() {
        Site rare = new Site("com.acme.Rare.of(Rare.java:1)");

        Comparison comparison =
                compare(service(30).run(1), service(30).with(rare, 50, 0.2).run(2));

        assertThat(comparison.changes()).isEmpty();
    }

    @Test
    void knowsASiteAgainWhoseLineHasMoved() {
        Site moved = new Site("com.acme.Stock.of(Stock.java:48)");
        SimulatedService now = service(30).without(STOCK).with(moved, 2, 500).slower(moved, 5);

        Change first = compare(service(30).run(1), now.run(2)).changes().get(0);

        assertThat(first.what()).isEqualTo(Change.What.WAITS_LONGER);
        assertThat(first.site()).isEqualTo(moved);
    }

    @Test
    void putsANewFindingFirstAndPassesOverOneThatOnlyMoved() {
        List<Block> blocks = service(30).run(1);
        Finding old = finding(Kind.LOST_WAKE, "com.acme.A.b(A.java:5)", Grade.PROVEN);
        Finding moved = finding(Kind.LOST_WAKE, "com.acme.A.b(A.java:9)", Grade.PROVEN);
        Finding other = finding(Kind.MASKED_WAKE, "com.acme.A.b(A.java:9)", Grade.SUSPECTED);

        Comparison worse = Comparison.of(
                blocks, List.of(old), service(30).slower(STOCK, 5).run(2), List.of(moved, other), Tolerance.DEFAULT);
        Comparison better = Comparison.of(blocks, List.of(old), blocks, List.of(), Tolerance.DEFAULT);

        assertThat(worse.regressions())
                .extracting(Change::what)
                .containsExactly(Change.What.NEW_FINDING, Change.What.WAITS_LONGER);
        assertThat(worse.regressions().get(0).finding()).isEqualTo(other);
        assertThat(better.changes()).extracting(Change::what).containsExactly(Change.What.GONE_FINDING);
    }

    @Test
    void takesALateWakeForNewOnlyWhereTheSiteRanMuchEarlierBefore() {
        List<Finding> late = List.of(finding(Kind.LATE_WAKE, STOCK.name(), Grade.PROVEN));

        assertThat(Comparison.of(ranLate(2), List.of(), ranLate(5), late, Tolerance.DEFAULT)
                        .regressions())
                .isEmpty();
        assertThat(Comparison.of(ranLate(1), List.of(), ranLate(5), late, Tolerance.DEFAULT)
                        .regressions())
                .extracting(Change::what)
                .containsExactly(Change.What.NEW_FINDING);
    }

    /** One run so late in each of ten seconds, among too few to be judged. */
    private static List<Block> ranLate(int millis) {
        WakeHistogram late = new WakeHistogram();
        late.record(millis * 1_000_000L, 128);
        SiteState state = new SiteState(STOCK, new WakeHistogram(), 0, late, 128, Map.of(), 0);
        return Collections.nCopies(10, new Block(1_000_000_000L, Map.of(STOCK, state)));
    }

    private static Comparison compare(List<Block> base, List<Block> now) {
        return Comparison.of(base, List.of(), now, List.of(), Tolerance.DEFAULT);
    }

    private static Finding finding(Kind kind, String site, Grade grade) {
        return new Finding(
                kind,
                grade,
                3,
                Instant.EPOCH,
                Instant.EPOCH,
                "fingerprint",
                new Finding.Waiting(new Site(site), null, "com.acme.Reply", 5, List.of()),
                null,
                null,
                List.of(),
                List.of("why"),
                "fix",
                false);
    }
}
