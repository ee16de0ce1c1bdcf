package dev.rouse.console;

import dev.rouse.tokio.Address;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "record",
        description = "Report as attach and run do, and keep in a file what was seen: for replay, and as a baseline.",
        customSynopsis = {
            "rouse record [options] PID|NAME",
            "rouse record [options] URL",
            "rouse record [options] -- java ..."
        },
        footer = {
            "",
            "The file can be read while it grows; of one that was cut off only the tail is lost.",
            "URL is that of a Tokio service, http://127.0.0.1:6669 as a rule: see 'rouse tokio'.",
            "Of what runs already the report goes to standard output, of a program to standard error.",
            "Exit code: as attach and run; 2 when the file cannot be written, or exists and --overwrite was not said."
        })
final class RecordCommand implements Callable<Integer> {
    private static final Duration DEFAULT = Duration.ofSeconds(30);
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern(
                    "'rouse-'yyyyMMdd-HHmmss'.rouse'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @Mixin
    private Reporting reporting = new Reporting();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file. Default: rouse-DATE-TIME.rouse in this directory, in UTC.")
    private @Nullable Path out;

    @Option(names = "--overwrite", description = "Write over a file that is there already.")
    private boolean overwrite;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            description = "Watch for so long: 500ms, 30s, 2m. Default: 30s; a program until it ends.")
    private @Nullable Duration time;

    @Parameters(
            paramLabel = "PID|NAME|URL",
            arity = "0..*",
            description =
                    "The process, or a part of its name; a Tokio service; or, after --, a program and its arguments.")
    private List<String> target = new ArrayList<>();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        boolean program = spec != null
                && spec.commandLine().getParseResult().originalArgs().contains("--");
        if (target.isEmpty() || (!program && target.size() > 1)) {
            throw new BadUse(
                    "record takes one process, or a program after --: as in 'rouse record 4711', or 'rouse record -- java"
                            + " -jar service.jar'");
        }
        if (program) {
            return runAndRecord();
        }
        String name = target.get(0);
        return TokioSession.isAddress(name) ? watchAndRecord(TokioSession.address(name)) : attachAndRecord(name);
    }

    private int watchAndRecord(Address address) throws IOException, InterruptedException {
        try (Report report = reporting.toStdout();
                Recorder recorder = Recorder.open(file(), overwrite, report)) {
            TokioSession.recording(address, recorder, report).watch(time == null ? DEFAULT : time);
            return recorder.exitCode(ExitCode.DONE);
        }
    }

    private int runAndRecord() throws IOException, InterruptedException {
        Path jar = AgentJar.find();
        try (Report report = reporting.toStderr();
                Recorder recorder = Recorder.open(file(), overwrite, report);
                Listener listener = Listener.open(recorder).asking("record=true")) {
            Child child = Child.start(target, jar, listener.agentOptions());
            return recorder.exitCode(new Run(child, listener, report).watch(time));
        }
    }

    private int attachAndRecord(String name) throws IOException, InterruptedException {
        HostProcess process = Jvms.find(name);
        Path jar = AgentJar.find();
        Checks.refuseWhatCannotWork(process, jar);
        try (Report report = reporting.toStdout();
                Recorder recorder = Recorder.open(file(), overwrite, report);
                Listener listener = Listener.open(recorder).asking("record=true")) {
            new Attachment(process, listener, report).watch(jar, time == null ? DEFAULT : time);
            return recorder.exitCode(ExitCode.DONE);
        }
    }

    private Path file() {
        return out == null ? Path.of(NAME.format(Instant.now())) : out;
    }
}
