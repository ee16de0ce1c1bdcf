package dev.rouse.proofs.overhead;

import java.util.List;

/** One of the ways in which the same service is run. */
enum Arm {
    NONE("none"),
    CONTROL("none again (A/A)"),
    ROUSE("Rouse"),
    EMPTY("an empty agent"),
    YARDSTICK("OpenTelemetry");

    private final String title;

    Arm(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    List<String> jvmOptions(Agents agents) {
        return switch (this) {
            case NONE, CONTROL -> List.of();
            case ROUSE -> List.of("-javaagent:" + agents.rouse());
            case EMPTY -> List.of("-javaagent:" + agents.empty());
            case YARDSTICK ->
                List.of(
                        "-javaagent:" + agents.openTelemetry(),
                        "-Dotel.traces.exporter=none",
                        "-Dotel.metrics.exporter=none",
                        "-Dotel.logs.exporter=none");
        };
    }
}
