package dev.rouse.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SuspensionPointsTest {
    private final SuspensionPoints.ByLabel points = new SuspensionPoints.ByLabel();

    @Test
    void givesEachLabelASiteOfItsOwn() {
        FunctionSite second = points.site(2);

        assertThat(points.site(1)).isNotSameAs(second);
        assertThat(points.site(2)).isSameAs(second);
        assertThat(second.stack()).anyMatch(frame -> frame.getClassName().equals(SuspensionPointsTest.class.getName()));
    }

    @Test
    void keepsOneSiteForLabelsThatNoCompilerMakes() {
        assertThat(points.site(-5)).isSameAs(points.site(1_000_000));
    }
}
