package dev.rouse.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = "Play a story live, in under a minute: a service with one mistake, and what Rouse says of it.",
        footer = {
            "",
            "hang loses some of its wake-ups, slow has one that only a sibling's wake hides, burn wakes itself for ever;",
            "tokio is the hang in Rust, on Tokio, which cargo builds first (examples/tokio has the others).",
            "It prints what the service's client sees, and then what Rouse found.",
            "Exit code: 0 when the mistake was found (with --fixed: when nothing was), 1 when not; 3 when --fail-on was met."
        })
final class DemoCommand implements Callable<Integer> {
    @Mixin
    private Reporting reporting = new Reporting();

    @Option(names = "--fixed", description = "Not of hang: play the corrected service, of which nothing is found.")
    private boolean fixed;

    @Parameters(paramLabel = "STORY", arity = "0..1", description = "hang, slow, burn or tokio. Default: hang.")
    private String name = "hang";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (name.equals(TokioStory.NAME)) {
            return TokioStory.find(fixed, reporting.takesStdout()).play(reportingOptions());
        }
        Story story = Story.of(name);
        if (fixed && !story.hasFixed) {
            throw new BadUse("the story '" + name + "' has no corrected service: leave --fixed out");
        }
        Path agent = AgentJar.find();
        Path examples = examples();
        try (Report report = reporting.toStdoutAtEnd();
                Listener listener = Listener.open(report)) {
            Child child = Child.start(command(story, examples, agent, listener.agentOptions()));
            passOutput(child.process());
            int code = new Run(child, listener, report).watch(null);
            if (code != ExitCode.DONE) {
                throw new BadUse("the demo could not be played to its end, it ended with code " + code
                        + ": see what it said above, and 'rouse doctor'");
            }
            return report.exitCode(showsItsPoint(story, report) ? ExitCode.DONE : ExitCode.NOT_SHOWN);
        }
    }

    private List<String> reportingOptions() {
        return spec.commandLine().getParseResult().matchedOptions().stream()
                .filter(option -> !option.longestName().equals("--fixed"))
                .map(option -> option.longestName() + "="
                        + option.originalStringValues().get(0))
                .toList();
    }

    private boolean showsItsPoint(Story story, Report report) {
        return fixed ? !report.hasAny() : report.has(story.point);
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

    private ProcessBuilder command(Story story, Path examples, Path agent, String agentOptions) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", examples.toString(), story.main));
        if (fixed) {
            command.add("--fixed");
        }
        command.addAll(List.of("--", "-javaagent:" + agent + "=" + agentOptions));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
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
