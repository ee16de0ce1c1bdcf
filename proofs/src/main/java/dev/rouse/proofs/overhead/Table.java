package dev.rouse.proofs.overhead;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Pairs as a Markdown table: the first row absolute medians without an agent, the others ratios to it. */
record Table(List<Pair> pairs) {
    Table {
        pairs = List.copyOf(pairs);
    }

    String markdown() {
        List<Metric> metrics = Arrays.stream(Metric.values())
                .filter(metric -> pairs.get(0).with().values().containsKey(metric))
                .toList();
        List<String> lines = new ArrayList<>();
        lines.add(line("arm", metrics.stream().map(Metric::title).toList()));
        lines.add(line("---", metrics.stream().map(metric -> "---").toList()));
        lines.add(line(Arm.NONE.title(), metrics.stream().map(this::absolute).toList()));
        for (Arm arm : Arm.values()) {
            List<Pair> own = pairs.stream().filter(pair -> pair.arm() == arm).toList();
            if (!own.isEmpty()) {
                lines.add(line(
                        arm.title(),
                        metrics.stream().map(metric -> ratio(own, metric)).toList()));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String line(String first, List<String> others) {
        return "| " + first + " | " + String.join(" | ", others) + " |";
    }

    private String absolute(Metric metric) {
        double[] values = pairs.stream()
                .mapToDouble(pair -> pair.without().values().get(metric))
                .toArray();
        return metric.show(Quartiles.of(values).median());
    }

    private static String ratio(List<Pair> own, Metric metric) {
        return Quartiles.of(own.stream().mapToDouble(pair -> pair.ratio(metric)).toArray())
                .toString();
    }
}
