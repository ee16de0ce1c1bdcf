package dev.rouse.console;

import dev.rouse.engine.model.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "demo",
        description = "Play a story live, in under a minute: hang, a service that loses some of its wake-ups.",
        footer = {
            "",
            "It prints what the service's client sees, and then what Rouse found.",
            "Exit code: 0 when the lost wake-up was found, 1 when it was not; 3 when --fail-on was met."
        })
final class DemoCommand implements Callable<Integer> {
    private static final String STORY = "dev.rouse.examples.hang.HangDemo";

    @Mixin
    private Reporting reporting = new Reporting();

    @Parameters(paramLabel = "STORY", arity = "0..1", description = "hang, the default and the only one so far.")
    private String story = "hang";

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!story.equals("hang")) {
            throw new BadUse("no demo is called '" + story + "': there is 'rouse demo hang'");
        }
        Path agent = AgentJar.find();
        Path examples = examples();
        try (Report report = reporting.toStdoutAtEnd();
                Listener listener = Listener.open(report)) {
            Child child = Child.start(command(examples, agent, listener.agentOptions()));
            passOutput(child.process());
            int code = new Run(child, listener, report).watch(null);
            if (code != ExitCode.DONE) {
                throw new BadUse("the demo could not be played to its end, it ended with code " + code
                        + ": see what it said above, and 'rouse doctor'");
            }
            return report.exitCode(report.has(Kind.LOST_WAKE) ? ExitCode.DONE : ExitCode.NOT_SHOWN);
        }
    }

    private static Path examples() {
        Path home = AgentJar.home();
        Path jar = Path.of("examples", "target", "rouse-examples.jar");
        Path found = (home == null ? jar : home.resolve(jar)).toAbsolutePath();
        if (!Files.isRegularFile(found)) {
            throw new BadUse(
                    "the demo's jar is not at '" + found + "': run './rouse demo' in the source tree, which builds it");
        }
        return found;
    }

    private ProcessBuilder command(Path examples, Path agent, String agentOptions) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String option = "-javaagent:" + agent + "=" + agentOptions;
        ProcessBuilder builder =
                new ProcessBuilder(List.of(java, "-cp", examples.toString(), STORY, "--", option)).inheritIO();
        return reporting.takesStdout() ? builder.redirectOutput(ProcessBuilder.Redirect.PIPE) : builder;
    }

    /** When JSON has taken standard output, the story goes to standard error. */
    private void passOutput(Process process) {
        if (reporting.takesStdout()) {
            Thread pump = new Thread(
                    () -> {
                        try {
                            process.getInputStream().transferTo(System.err);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    "rouse-story");
            pump.setDaemon(true);
            pump.start();
        }
    }
}
