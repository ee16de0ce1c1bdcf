package dev.rouse.proofs.overhead;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void findsTheDurationThatAShareStayedBelow() {
        Latencies latencies = new Latencies();
        for (int i = 1; i <= 1_000; i++) {
            latencies.add(i * 10_000L);
        }
        assertThat(latencies.at(0.99)).isCloseTo(9_900_000, Percentage.withPercentage(1));
        assertThat(latencies.at(0.5)).isCloseTo(5_000_000, Percentage.withPercentage(1));
    }

    @Test
    void holdsTheShortestAndTheLongest() {
        Latencies latencies = new Latencies();
        latencies.add(0);
        latencies.add(Long.MAX_VALUE);
        assertThat(latencies.at(0.5)).isEqualTo(128);
        assertThat(latencies.at(1)).isCloseTo(Long.MAX_VALUE, Percentage.withPercentage(1));
    }

    @Test
    void isZeroWhenThereIsNone() {
        assertThat(new Latencies().at(0.99)).isZero();
    }
}
