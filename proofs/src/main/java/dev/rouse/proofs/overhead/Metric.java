package dev.rouse.proofs.overhead;

import java.util.Locale;

/** What is compared between two arms. */
enum Metric {
    CPU("CPU per operation", 1e-3, "us"),
    THROUGHPUT("throughput", 1, "/s"),
    TIME("time per operation", 1, "ns"),
    P99("p99", 1e-6, "ms"),
    BYTES("bytes per operation", 1, "B");

    private final String title;
    private final double scale;
    private final String unit;

    Metric(String title, double scale, String unit) {
        this.title = title;
        this.scale = scale;
        this.unit = unit;
    }

    String title() {
        return title;
    }

    String show(double value) {
        double scaled = value * scale;
        int digits = scaled < 10 ? 2 : scaled < 1000 ? 1 : 0;
        return String.format(Locale.ROOT, "%,." + digits + "f %s", scaled, unit);
    }
}
