package dev.rouse.console;

import dev.rouse.engine.model.Grade;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what is reported and how: the same for every command that reports. */
final class Reporting {
    @Option(
            names = "--json",
            paramLabel = "FILE|-",
            description = "Write findings as JSON lines, flushed one by one; - is standard output, without the text.")
    private @Nullable String json;

    @Option(
            names = "--min-grade",
            paramLabel = "GRADE",
            description = "Report only findings of this grade or above: suspected (the default) or proven.")
    private Grade minGrade = Grade.SUSPECTED;

    @Option(
            names = "--fail-on",
            paramLabel = "KIND[,KIND]|any",
            description = "Exit with 3 when such a finding was reported.")
    private FailOn failOn = FailOn.NOTHING;

    @Option(names = "--color", paramLabel = "WHEN", description = "auto (the default), always or never.")
    private Colour colour = Colour.AUTO;

    boolean takesStdout() {
        return json != null && JsonLines.isStdout(json);
    }

    /** Text goes to this command's standard error, so that the program's own standard output stays clean. */
    Report toStderr() {
        return open(System.err, 2, false);
    }

    Report toStdout() {
        return open(System.out, 1, false);
    }

    /** To standard output, and the text only at the end. */
    Report toStdoutAtEnd() {
        return open(System.out, 1, true);
    }

    private Report open(PrintStream text, int descriptor, boolean atEnd) {
        boolean coloured = colour.isOn(System.getenv(), Terminal.isAt(descriptor));
        Report.Style style =
                new Report.Style(takesStdout() ? null : text, System.err, coloured, minGrade, failOn, atEnd);
        return new Report(style, json == null ? null : JsonLines.open(json));
    }
}
