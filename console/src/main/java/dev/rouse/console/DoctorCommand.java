package dev.rouse.console;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "doctor",
        description = "Say what would go wrong, and what mends it: here, and with a JVM when its PID is given.",
        footer = {
            "",
            "With a PID it asks that JVM for its options, and loads nothing into it.",
            "Exit code: 0 when nothing would go wrong, otherwise 2."
        })
final class DoctorCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PID", arity = "0..1", description = "The JVM to look at.")
    private @Nullable String pid;

    @Override
    public Integer call() {
        List<Check> checks = new ArrayList<>(Checks.ofThisProgram());
        if (pid != null && checks.stream().allMatch(Check::holds)) {
            HostProcess process = new HostProcess(Jvms.pid(pid));
            checks.addAll(Checks.of(process, AgentJar.find()));
            if (checks.stream().allMatch(Check::holds)) {
                checks.addAll(asked(process));
            }
        }
        checks.forEach(System.out::println);
        return checks.stream().allMatch(Check::holds) ? ExitCode.DONE : ExitCode.BAD_USE;
    }

    /** What only the JVM itself can tell: options may come from files. */
    private static List<Check> asked(HostProcess process) {
        try {
            String options = Jvms.properties(process).getProperty("sun.jvm.args", "");
            Check loading = options.contains("-XX:-EnableDynamicAgentLoading")
                    ? Checks.noDynamicLoading(process.pid())
                    : Check.ok("it answers an attach");
            return List.of(loading, agents(options));
        } catch (BadUse e) {
            return List.of(Check.problem(String.valueOf(e.getMessage()), "start it by 'rouse run -- java ...'"));
        }
    }

    private static Check agents(String options) {
        List<String> agents = Stream.of(options.split("\\s+", -1))
                .filter(option -> option.startsWith("-javaagent:"))
                .map(option -> option.substring(option.lastIndexOf('/') + 1))
                .toList();
        if (agents.isEmpty()) {
            return Check.ok("no other agent was given on its command line");
        }
        boolean telemetry = agents.stream().anyMatch(agent -> agent.contains("opentelemetry"));
        return Check.ok("it was started with other agents: " + String.join(", ", agents)
                + (telemetry ? " (OpenTelemetry among them)" : ""));
    }
}
