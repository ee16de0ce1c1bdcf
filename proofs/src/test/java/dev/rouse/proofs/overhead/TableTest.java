package dev.rouse.proofs.overhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void showsRatiosBelowTheMediansWithoutAnAgent() {
        Table table = new Table(List.of(
                pair(Arm.CONTROL, 20_000, 20_000), pair(Arm.ROUSE, 20_200, 20_000), pair(Arm.ROUSE, 20_600, 20_000)));
        assertThat(table.markdown()).isEqualTo("""
                        | arm | CPU per operation | bytes per operation |
                        | --- | --- | --- |
                        | none | 20.0 us | 100.0 B |
                        | none again (A/A) | 1.000 (1.000 to 1.000) | 1.010 (1.010 to 1.010) |
                        | Rouse | 1.020 (1.015 to 1.025) | 1.010 (1.010 to 1.010) |
                        """);
    }

    private static Pair pair(Arm arm, double with, double without) {
        return new Pair(arm, measured(with, 101), measured(without, 100));
    }

    private static Measured measured(double cpu, double bytes) {
        return new Measured(Map.of(Metric.CPU, cpu, Metric.BYTES, bytes));
    }
}
