package dev.rouse.proofs.overhead;

/** Two windows that were measured close to each other, and differ in the arm alone. */
record Pair(Arm arm, Measured with, Measured without) {

    double ratio(Metric metric) {
        return with.values().get(metric) / without.values().get(metric);
    }
}
