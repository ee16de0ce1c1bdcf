package dev.rouse.proofs.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs every workload on every subject in processes of their own, in turn, and prints the table of docs/benchmarks.md:
 * for each workload the median of the processes' medians, with the lowest and the highest of them.
 *
 * <p>Arguments: rounds, the class path, and the Tokio program, or {@code -} where there is none.
 */
public final class RuntimeBenchmark {
    private static final List<String> JAVA =
            List.of("rouse", "rouse-undiagnosed", "completable-future", "virtual-threads", "kotlin", "netty");
    private static final String TOKIO = "tokio";

    private final String classPath;
    private final String tokio;
    private final Map<String, Map<String, List<Double>>> seen = new LinkedHashMap<>();

    private RuntimeBenchmark(String classPath, String tokio) {
        this.classPath = classPath;
        this.tokio = tokio;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        RuntimeBenchmark benchmark = new RuntimeBenchmark(args[1], args[2]);
        List<String> order = new ArrayList<>(JAVA);
        if (Files.isExecutable(Path.of(args[2]))) {
            order.add(TOKIO);
        } else {
            System.err.println("no cargo, so no Tokio: its column is left out");
        }
        for (int round = 0; round < Integer.parseInt(args[0]); round++) {
            for (String subject : order) {
                System.err.println("round " + (round + 1) + ", " + subject);
                benchmark.run(subject);
            }
            Collections.rotate(order, -1);
        }
        System.out.println(benchmark.table());
    }

    private void run(String subject) throws IOException, InterruptedException {
        if (subject.equals(TOKIO)) {
            run(subject, List.of(tokio));
            run(subject, List.of(tokio, Subjects.SLEEP));
            return;
        }
        for (Workload workload : Workload.values()) {
            run(subject, java(subject, workload.name()));
        }
        run(subject, java(subject, Subjects.SLEEP));
    }

    private void run(String subject, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split("\t", -1);
                seen.computeIfAbsent(words[0], workload -> new LinkedHashMap<>())
                        .computeIfAbsent(subject, name -> new ArrayList<>())
                        .add(Double.valueOf(words[1]));
            }
        }
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private List<String> java(String subject, String what) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xms2g", "-Xmx4g"));
        command.add("-Djdk.virtualThreadScheduler.parallelism=1");
        command.addAll(List.of("-cp", classPath, Subjects.class.getName(), subject, what));
        return command;
    }

    private String table() {
        List<String> subjects = new ArrayList<>(JAVA);
        subjects.add(TOKIO);
        StringBuilder table = new StringBuilder("| | " + String.join(" | ", subjects) + " |\n");
        table.append("| --- ".repeat(subjects.size() + 1)).append("|\n");
        seen.forEach((workload, row) -> {
            table.append("| ").append(title(workload));
            for (String subject : subjects) {
                table.append(" | ").append(cell(row.getOrDefault(subject, List.of())));
            }
            table.append(" |\n");
        });
        return table.toString();
    }

    private static String title(String workload) {
        return switch (workload) {
            case "SLEEPER_NS" -> "1 M sleeping tasks, ns each to spawn";
            case "SLEEPER_BYTES" -> "1 M sleeping tasks, bytes each";
            default ->
                workload.endsWith("_BYTES")
                        ? Workload.valueOf(workload.replace("_BYTES", "")).title() + ", bytes allocated"
                        : Workload.valueOf(workload).title() + ", ns";
        };
    }

    private static String cell(List<Double> numbers) {
        if (numbers.isEmpty()) {
            return "-";
        }
        List<Double> sorted = new ArrayList<>(numbers);
        Collections.sort(sorted);
        return String.format(
                Locale.ROOT,
                "%.1f (%.1f to %.1f)",
                (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2,
                sorted.get(0),
                sorted.get(sorted.size() - 1));
    }
}
