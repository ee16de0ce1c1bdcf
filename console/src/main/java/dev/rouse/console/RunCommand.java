package dev.rouse.console;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        description = "Start a program with the agent, and report until it ends, or for as long as --for says.",
        customSynopsis = "rouse run [options] -- java ...",
        footer = {
            "",
            "The program keeps this terminal's input and outputs; the report goes to standard error.",
            "A java launcher gets the agent as its first option, anything else (a script, mvn) by JAVA_TOOL_OPTIONS.",
            "At the end of --for, and at Ctrl-C, the program is ended.",
            "Exit code: the program's own (0 at the end of --for); 3 when --fail-on was met; 2 for wrong use."
        })
final class RunCommand implements Callable<Integer> {
    @Mixin
    private Reporting reporting = new Reporting();

    @Mixin
    private FlameOption flame = new FlameOption();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = "Watch for so long, then end the program: 500ms, 30s, 2m. Default: until it ends.")
    private @Nullable Duration atMost;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "The program and its arguments, after --.")
    private List<String> command = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (command.isEmpty()) {
            throw new BadUse(
                    "there is no program to run: name it after --, as in 'rouse run -- java -jar service.jar'");
        }
        Path jar = AgentJar.find();
        try (Report report = reporting.toStderr();
                Listener listener = Listener.open(report)) {
            flame.ask(listener, report);
            Child child = Child.start(command, jar, listener.agentOptions());
            return report.exitCode(new Run(child, listener, report).watch(atMost));
        }
    }
}
