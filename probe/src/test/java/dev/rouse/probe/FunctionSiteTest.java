package dev.rouse.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FunctionSiteTest {
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
}
