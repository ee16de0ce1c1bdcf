package dev.rouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Duration WATCHED = Duration.ofMillis(30_100);

    @TempDir
    Path directory;

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final ByteArrayOutputStream status = new ByteArrayOutputStream();

    @Test
    void printsAFindingOnceAndThenOnlyWhatIsMore() throws IOException {
        try (Report report = report(Grade.SUSPECTED, FailOn.NOTHING, false)) {
            report.ready(7, "watching");
            report.finding(7, SampleFindings.lostWake(Grade.SUSPECTED, 10));
            assertThat(text()).startsWith("lost-wake  SUSPECTED  10 waits will probably never end\n  waits ");
            text.reset();

            report.finding(7, SampleFindings.lostWake(Grade.SUSPECTED, 11));
            report.finding(7, SampleFindings.lostWake(Grade.SUSPECTED, 20));
            report.finding(7, SampleFindings.lostWake(Grade.PROVEN, 21));
            report.end(WATCHED);
        }

        assertThat(text()).isEqualTo("""
                        now  lost-wake  SUSPECTED  20 waits will probably never end  com.acme.Gateway.respond(Gateway.java:61)
                        now  lost-wake  PROVEN  21 waits will never end  com.acme.Gateway.respond(Gateway.java:61)
                        rouse: 1 finding in 30.1 s
                          lost-wake  PROVEN  21 waits will never end  com.acme.Gateway.respond(Gateway.java:61)
                        """);
        assertThat(status()).isEqualTo("rouse: watching (pid 7)\n");
    }

    @Test
    void writesJsonAgainForAHigherGradeAndAtTheEndForAnotherCount() throws IOException {
        try (Report report = report(Grade.SUSPECTED, FailOn.NOTHING, false)) {
            report.finding(7, SampleFindings.lostWake(Grade.SUSPECTED, 10));
            report.finding(7, SampleFindings.lostWake(Grade.SUSPECTED, 20));
            assertThat(json()).containsExactly("suspected 10");
            report.finding(7, SampleFindings.lostWake(Grade.PROVEN, 21));
            assertThat(json()).containsExactly("suspected 10", "proven 21");
            report.finding(7, SampleFindings.lostWake(Grade.PROVEN, 22));
            report.finding(7, SampleFindings.finding(Kind.DEADLOCK, Grade.PROVEN, 2));
            report.end(WATCHED);
            report.end(WATCHED);
        }

        assertThat(json()).containsExactly("suspected 10", "proven 21", "proven 2", "proven 22");
    }

    @Test
    void addsUpWhatSeveralJvmsHave() throws IOException {
        try (Report report = report(Grade.SUSPECTED, FailOn.NOTHING, false)) {
            report.finding(7, SampleFindings.lostWake(Grade.PROVEN, 10));
            report.finding(8, SampleFindings.lostWake(Grade.SUSPECTED, 5));
            report.finding(8, SampleFindings.lostWake(Grade.SUSPECTED, 6));
            report.end(WATCHED);
        }

        assertThat(json()).containsExactly("proven 10", "proven 16");
    }

    @Test
    void leavesOutWhatIsBelowTheLeastGrade() throws IOException {
        try (Report report = report(Grade.PROVEN, FailOn.parse("any"), false)) {
            report.ready(7, "watching");
            report.finding(7, SampleFindings.lostWake(Grade.SUSPECTED, 10));
            assertThat(report.exitCode(5)).isEqualTo(5);
            report.end(WATCHED);
        }

        assertThat(text()).isEqualTo("rouse: no finding in 30.1 s, and 1 below --min-grade proven\n");
        assertThat(json()).isEmpty();
    }

    @Test
    void failsOnTheKindsThatAreNamed() throws IOException {
        try (Report report = report(Grade.SUSPECTED, FailOn.parse("deadlock,self-wake"), false)) {
            report.finding(7, SampleFindings.lostWake(Grade.PROVEN, 10));
            assertThat(report.exitCode(0)).isZero();
            report.finding(7, SampleFindings.finding(Kind.DEADLOCK, Grade.SUSPECTED, 2));
            assertThat(report.exitCode(7)).isEqualTo(ExitCode.FOUND);
        }
    }

    @Test
    void keepsTheTextForTheEndWhenAsked() throws IOException {
        try (Report report = report(Grade.SUSPECTED, FailOn.NOTHING, true)) {
            report.finding(7, SampleFindings.lostWake(Grade.SUSPECTED, 10));
            report.finding(7, SampleFindings.lostWake(Grade.PROVEN, 20));
            assertThat(text()).isEmpty();
            assertThat(json()).containsExactly("suspected 10", "proven 20");
            report.end(WATCHED);
        }

        assertThat(text()).startsWith("lost-wake  PROVEN  20 waits will never end\n  waits ");
    }

    @Test
    void saysNothingOfFindingsWhenNothingWasWatched() throws IOException {
        try (Report report = report(Grade.SUSPECTED, FailOn.NOTHING, false)) {
            report.refused(7, "the JVM is too\nold");
            report.end(WATCHED);
        }

        assertThat(text()).isEmpty();
        assertThat(status()).isEqualTo("rouse: the JVM is too old (pid 7)\n");
    }

    private Report report(Grade least, FailOn failOn, boolean atEnd) {
        Report.Style style = new Report.Style(print(text), print(status), false, least, failOn, atEnd);
        return new Report(
                style, JsonLines.open(directory.resolve("findings.json").toString()));
    }

    private static PrintStream print(ByteArrayOutputStream out) {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }

    private String text() {
        return text.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    private String status() {
        return status.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    /** Grade and count of each line written so far. */
    private List<String> json() throws IOException {
        return Files.readAllLines(directory.resolve("findings.json")).stream()
                .map(FindingJson::read)
                .map(finding -> finding.grade().id() + " " + finding.count())
                .toList();
    }
}
