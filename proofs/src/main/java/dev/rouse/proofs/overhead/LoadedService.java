package dev.rouse.proofs.overhead;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The HTTP service at saturation, and the load that keeps it there, each in a JVM of its own. */
final class LoadedService implements AutoCloseable {
    private static final String CONNECTIONS = "64";

    private final Run run;
    private final Child service;
    private final Child load;

    LoadedService(Run run, List<String> jvmOptions) throws IOException {
        this.run = run;
        this.service = Child.start(run.jdk(), run.options(), jvmOptions, Service.class);
        this.load = Child.start(run.jdk(), run.options(), Run.FIXED, Load.class, service.greeting(), CONNECTIONS);
    }

    static List<Pair> rounds(Run run) throws IOException {
        return run.rounds("http", List.of(Arm.values()), arm -> measure(run, arm));
    }

    private static Measured measure(Run run, Arm arm) throws IOException {
        try (LoadedService loaded = new LoadedService(run, run.jvmOptions(arm))) {
            Run.pause(run.options().warmup());
            Measured measured = loaded.window();
            if (arm == Arm.ROUSE) {
                run.alarms().check("http JDK " + run.jdk().feature(), loaded.service.errors());
            }
            return measured;
        }
    }

    /** A window with the hooks of the agent in the service {@code open} or {@code closed}. */
    Measured window(String hooks, int seconds) throws IOException {
        service.say(hooks);
        return window(seconds);
    }

    Measured window() throws IOException {
        return window(run.options().seconds());
    }

    Measured window(int seconds) throws IOException {
        load.ask();
        Machine.Look look = Machine.Look.now(service, load);
        Usage before = Usage.parse(service.ask());
        Run.pause(seconds);
        Usage after = Usage.parse(service.ask());
        run.machine().window(look, Machine.Look.now(service, load));
        Map<Metric, Double> values = new EnumMap<>(after.since(before).values());
        values.put(Metric.P99, Double.valueOf(load.ask()));
        return new Measured(values);
    }

    long pid() {
        return service.pid();
    }

    @Override
    public void close() {
        load.close();
        service.close();
    }
}
