package dev.rouse.proofs.overhead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures what the agent costs, and prints the tables of docs/benchmarks.md. */
public final class Overhead {
    private final Options options;
    private final Agents agents;
    private final Alarms alarms = new Alarms();
    private final Machine machine = new Machine();
    private final List<String> sections = new ArrayList<>();

    private Overhead(Options options) throws IOException {
        this.options = options;
        this.agents = Agents.of(options);
    }

    public static void main(String[] args) {
        try {
            Overhead overhead = new Overhead(Options.parse(List.of(args)));
            for (Jdk jdk : Jdk.find(overhead.options.jdks())) {
                overhead.measure(jdk);
            }
            System.exit(overhead.report() ? 0 : 1);
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("overhead: " + e.getMessage());
            System.exit(2);
        }
    }

    private void measure(Jdk jdk) throws IOException {
        Run run = new Run(options, agents, jdk, alarms, machine);
        if (options.wants("http")) {
            add("HTTP service, separate processes", jdk, LoadedService.rounds(run));
        }
        if (options.wants("hooks")) {
            add("HTTP service, hooks opened and closed in one process", jdk, Hooks.rounds(run));
        }
        if (options.wants("toggle")) {
            add("HTTP service, attached and detached in one process", jdk, Toggle.rounds(run));
        }
        if (options.wants("visits")) {
            add("HTTP service, after 50 visits of the agent", jdk, Visits.rounds(run));
        }
        if (options.wants("jmh")) {
            add("Chain of three pending stages (JMH)", jdk, Jmh.rounds(run, "chain"));
            add("Flow over a worker (JMH)", jdk, Jmh.rounds(run, "flow"));
        }
        if (options.wants("virtual") && jdk.feature() >= 21) {
            add("Virtual threads, two spawned for each operation", jdk, SpawningThreads.rounds(run));
        }
    }

    /** Written at once: a run takes an hour, and may be cut short. */
    private void add(String title, Jdk jdk, List<Pair> pairs) throws IOException {
        sections.add("### " + title + ", JDK " + jdk.version() + "\n\n" + new Table(pairs).markdown());
        Files.writeString(results(), text());
    }

    private Path results() {
        return options.results().resolve("results.md");
    }

    private String text() throws IOException {
        String facts = Machine.description() + ". " + options.rounds() + " rounds, windows of " + options.seconds()
                + " s after " + options.warmup() + " s of warm-up. " + machine.quietness() + "\n";
        return facts + "\n" + String.join("\n", sections);
    }

    /** Whether the agent kept silent, as it should. */
    private boolean report() throws IOException {
        System.out.println(text());
        System.err.println("written to " + results());
        alarms.all().forEach(line -> System.err.println("UNEXPECTED " + line));
        return alarms.all().isEmpty();
    }
}
