package dev.rouse.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionSiteTest {
    @BeforeEach
    void record() {
        FunctionSite.time(true);
    }

    @AfterEach
    void leave() {
        FunctionSite.time(false);
    }

    @Test
    void isOneForAllInstancesOfACallbacksClass() {
        assertThat(FunctionSite.of(capturing("a"))).isSameAs(FunctionSite.of(capturing("b")));
    }

    private static Supplier<String> capturing(String text) {
        return () -> text;
    }

    @Test
    void isAnotherForEachLambda() {
        Supplier<String> one = () -> "one";
        Supplier<String> two = () -> "two";

        assertThat(FunctionSite.of(one)).isNotSameAs(FunctionSite.of(two));
    }

    @Test
    void keepsTheStackThatRegisteredFirst() {
        class Callback {}
        FunctionSite site = registerHere(new Callback());
        registerElsewhere(new Callback());

        assertThat(site.stack()).anyMatch(frame -> frame.getMethodName().equals("registerHere"));
        assertThat(site.stack()).noneMatch(frame -> frame.getMethodName().equals("registerElsewhere"));
    }

    private static FunctionSite registerHere(Object callback) {
        return FunctionSite.of(callback);
    }

    private static void registerElsewhere(Object callback) {
        FunctionSite.of(callback);
    }

    @Test
    void tellsItsStackAsOftenAsItIsAsked() {
        class Callback {}
        FunctionSite site = FunctionSite.of(new Callback());

        assertThat(site.stack()).isNotEmpty().isEqualTo(site.stack());
    }

    @Test
    void samplesTheFirstWakesAllAndThenOneInSixtyFour() {
        class Callback {}
        FunctionSite site = FunctionSite.of(new Callback());
        for (int i = 1; i <= 32; i++) {
            assertThat(site.stands(i)).as("wake " + i).isEqualTo(1);
        }

        int sampled = 0;
        int stoodFor = 0;
        for (int place = 0; place < 256; place++) {
            if (place % 64 == 0) {
                Cell.takeFired(cell -> {}); // a sweep, which renews the budget
            }
            int stands = site.stands(place);
            sampled += stands > 0 ? 1 : 0;
            stoodFor += stands;
        }

        assertThat(sampled).isEqualTo(256 / 64);
        assertThat(stoodFor).isEqualTo(256);
    }

    @Test
    void samplesOnceBetweenTwoSweepsAndLetsTheNextSampleStandForWhatItSkipped() {
        class Callback {}
        FunctionSite site = FunctionSite.of(new Callback());
        for (int i = 1; i <= 32; i++) {
            assertThat(site.stands(i)).isEqualTo(1);
        }

        Cell.takeFired(cell -> {});
        assertThat(IntStream.range(0, 7 * 64).map(site::stands).filter(stands -> stands > 0))
                .containsExactly(64);

        Cell.takeFired(cell -> {});
        assertThat(site.stands(64)).isEqualTo(64 + 6 * 64);
        assertThat(site.stands(64)).isZero();
    }

    @Test
    void timesTheRestOfARareSitesWaits() {
        FunctionSite site = learnt(new Object() {});
        timed(site, 16, 3);

        assertThat(timed(site, 64, 3)).allMatch(sweep -> sweep.cells() >= 2 && sweep.standFor() >= 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 64, 256, 20_000})
    void timesAFewOfAFrequentSiteBetweenTwoSweeps(int waits) {
        FunctionSite site = learnt(new Object() {});
        timed(site, 16, waits);

        assertThat(timed(site, 64, waits)).allMatch(sweep -> sweep.cells() >= 1 && sweep.cells() <= 8);
    }

    @Test
    void timesEachSiteOfARound() {
        FunctionSite first = learnt(new Object() {});
        FunctionSite second = learnt(new Object() {});
        int[] cells = new int[2];
        for (int sweep = 0; sweep < 200; sweep++) {
            Cell.takeFired(cell -> {});
            for (int place = 0; place < 256; place += 2) {
                cells[0] += isTimed(first.cell(place)) ? 1 : 0;
                cells[1] += isTimed(second.cell(place + 1)) ? 1 : 0;
            }
        }

        assertThat(IntStream.of(cells)).allMatch(each -> each >= 200);
    }

    @Test
    void timesNoMoreWhereNobodyRecords() {
        FunctionSite site = learnt(new Object() {});
        FunctionSite.time(false);

        assertThat(timed(site, 16, 30)).allMatch(sweep -> sweep.cells() == 0);
    }

    private static FunctionSite learnt(Object callback) {
        FunctionSite site = FunctionSite.of(callback);
        IntStream.range(0, 32).forEach(site::stands);
        return site;
    }

    private static boolean isTimed(@Nullable Cell cell) {
        return cell != null && cell.timesOnly;
    }

    private record Timed(int cells, int standFor) {}

    /** What is timed in each of so many sweeps, of one thread that waits so often between two of them. */
    private static List<Timed> timed(FunctionSite site, int sweeps, int waits) {
        List<Timed> timed = new ArrayList<>();
        for (int sweep = 0; sweep < sweeps; sweep++) {
            Cell.takeFired(cell -> {});
            List<Cell> cells = IntStream.range(0, waits)
                    .mapToObj(i -> site.cell(i % 256))
                    .filter(FunctionSiteTest::isTimed)
                    .toList();
            timed.add(new Timed(
                    cells.size(), cells.stream().mapToInt(cell -> cell.stands).sum()));
        }
        return timed;
    }
}
