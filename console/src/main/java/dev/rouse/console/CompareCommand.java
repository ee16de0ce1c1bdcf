package dev.rouse.console;

import dev.rouse.engine.compare.Change;
import dev.rouse.engine.compare.Comparison;
import dev.rouse.engine.compare.Tolerance;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.record.Recording;
import dev.rouse.engine.report.ChangeText;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "compare",
        description = "Say what has changed between two recordings of a service under about the same load.",
        footer = {
            "",
            "A regression is a finding that BASE has not, or a site that waits longer, runs later after its wake, or wakes"
                    + " more than twice as often, each beyond what two runs of one build differ by, and beyond doubt.",
            "Sites that appeared or vanished are told, and are no regression by themselves.",
            "Exit code: 0; 3 with --fail-on regression when there is one; 2 when a file cannot be read or holds too little."
        })
final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "BASE", description = "The recording of what was before.")
    private Path base = Path.of("");

    @Parameters(index = "1", paramLabel = "NOW", description = "The recording of what is now.")
    private Path now = Path.of("");

    @Option(
            names = "--json",
            paramLabel = "FILE|-",
            description = "Write what has changed as JSON lines; - is standard output, without the text.")
    private @Nullable String json;

    @Option(
            names = "--min-grade",
            paramLabel = "GRADE",
            description = "Heed only findings of this grade or above: suspected (the default) or proven.")
    private Grade minGrade = Grade.SUSPECTED;

    @Option(names = "--fail-on", paramLabel = "regression", description = "Exit with 3 when there is a regression.")
    private @Nullable String failOn;

    @Option(names = "--color", paramLabel = "WHEN", description = "auto (the default), always or never.")
    private Colour colour = Colour.AUTO;

    @Override
    public Integer call() throws IOException {
        if (failOn != null && !failOn.equals("regression")) {
            throw new BadUse("--fail-on takes 'regression' here, not '" + failOn
                    + "'; for kinds of findings, 'rouse replay' takes them");
        }
        Recording before = comparable(base);
        Recording after = comparable(now);
        Comparison comparison = Comparison.of(before, after, Tolerance.DEFAULT, minGrade);
        CompareSummary summary = new CompareSummary(base, before, now, after, comparison);
        if (json != null) {
            try (JsonLines lines = JsonLines.open(json)) {
                summary.write(lines);
            }
        }
        if (json == null || !JsonLines.isStdout(json)) {
            print(comparison.changes(), summary, System.out);
        }
        summary.losses().forEach(loss -> System.err.println("rouse: " + Sentences.oneLine(loss)));
        return failOn != null && !comparison.regressions().isEmpty() ? ExitCode.FOUND : ExitCode.DONE;
    }

    private static Recording comparable(Path file) {
        Recording recording = RecordingFile.read(file);
        String refusal = Comparison.refusal(recording);
        if (refusal != null) {
            throw new BadUse("'" + file + "' " + refusal);
        }
        return recording;
    }

    private void print(List<Change> changes, CompareSummary summary, PrintStream out) {
        boolean coloured = colour.isOn(System.getenv(), Terminal.isAt(1));
        summary.heads().forEach(out::println);
        out.println();
        changes.forEach(change -> out.println(ChangeText.render(change, coloured) + System.lineSeparator()));
        summary.sums().forEach(out::println);
        out.flush();
    }
}
