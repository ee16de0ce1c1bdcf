package dev.rouse.proofs.overhead;

import java.util.EnumMap;
import java.util.Map;

/** What one window showed: times in ns, throughput a second. */
record Measured(Map<Metric, Double> values) {
    Measured {
        values = Map.copyOf(values);
    }

    /** The geometric mean of both, metric by metric. */
    static Measured between(Measured one, Measured other) {
        Map<Metric, Double> values = new EnumMap<>(Metric.class);
        one.values()
                .forEach((metric, value) ->
                        values.put(metric, Math.sqrt(value * other.values().get(metric))));
        return new Measured(values);
    }
}
