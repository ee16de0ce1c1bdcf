package dev.rouse.jmc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.agent.RecordedByTheAgent;
import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Site;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;
import org.openjdk.jmc.flightrecorder.rules.IResult;
import org.openjdk.jmc.flightrecorder.rules.IRule;
import org.openjdk.jmc.flightrecorder.rules.RuleRegistry;
import org.openjdk.jmc.flightrecorder.rules.Severity;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit;

/** The rule as Mission Control runs it, over recordings that the agent's own events are in. */
class FindingsRuleTest {
    @TempDir
    Path directory;

    @Test
    void warnsOfAProvenFindingAndSaysAllThatIsKnown() throws Exception {
        IResult result = judge(recorded(finding(Grade.PROVEN, 50)));

        assertThat(result.getSeverity()).isEqualTo(Severity.WARNING);
        assertThat(result.getSummary()).isEqualTo("lost-wake, proven: 50 at Gateway.respond(Gateway.java:61)");
        assertThat(result.getExplanation())
                .contains("woken by AuthClient.onReply(AuthClient.java:77)", "AuthClient.verify(AuthClient.java:26)")
                .contains("the source was collected");
        assertThat(result.getSolution()).isEqualTo("Complete it on every path.");
    }

    @Test
    void onlyInformsOfASuspectedOne() throws Exception {
        assertThat(judge(recorded(finding(Grade.SUSPECTED, 3))).getSeverity()).isEqualTo(Severity.INFO);
    }

    @Test
    void countsTheLastEventOfAFingerprintOnly() throws Exception {
        IResult result = judge(recorded(finding(Grade.SUSPECTED, 3), finding(Grade.PROVEN, 7)));

        assertThat(result.getSeverity()).isEqualTo(Severity.WARNING);
        assertThat(result.getSummary()).isEqualTo("lost-wake, proven: 7 at Gateway.respond(Gateway.java:61)");
    }

    @Test
    void doesNotApplyWhereTheAgentFoundNothing() throws Exception {
        assertThat(judge(recorded()).getSeverity()).isEqualTo(Severity.NA);
    }

    @Test
    void doesNotApplyToARecordingWithoutTheAgent() throws Exception {
        Path file = directory.resolve("without.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            recording.stop();
            recording.dump(file);
        }

        assertThat(judge(JfrLoaderToolkit.loadEvents(file.toFile())).getSeverity())
                .isEqualTo(Severity.NA);
    }

    private IItemCollection recorded(Finding... findings) throws Exception {
        Path file = directory.resolve("with.jfr");
        RecordedByTheAgent.record(file, Arrays.asList(findings));
        return JfrLoaderToolkit.loadEvents(file.toFile());
    }

    /** Finds the rule as Mission Control does, and has it evaluated by its toolkit. */
    private static IResult judge(IItemCollection items) throws Exception {
        List<IRule> ours = RuleRegistry.getRules().stream()
                .filter(rule -> rule instanceof FindingsRule)
                .toList();
        assertThat(ours).hasSize(1);
        Future<IResult> result = RulesToolkit.evaluateParallel(ours, items, IPreferenceValueProvider.DEFAULT_VALUES, 1)
                .get(ours.get(0));
        return Objects.requireNonNull(result).get(30, TimeUnit.SECONDS);
    }

    private static Finding finding(Grade grade, long count) {
        return new Finding(
                Kind.LOST_WAKE,
                grade,
                count,
                Instant.parse("2026-01-01T10:00:00Z"),
                Instant.parse("2026-01-01T10:00:12Z"),
                "9f3c0d1e2a4b5c6d",
                new Finding.Waiting(
                        new Site("Gateway.respond(Gateway.java:61)"),
                        null,
                        "java.util.concurrent.CompletableFuture",
                        12_034,
                        List.of()),
                new Finding.UsualWaker(new Site("AuthClient.onReply(AuthClient.java:77)"), 0.998, 3.1, 512),
                new Finding.Culprit(new Site("AuthClient.verify(AuthClient.java:26)"), "dropped it"),
                List.of("127.0.0.1:51234"),
                List.of("the source was collected while it was incomplete"),
                "Complete it on every path.",
                false);
    }
}
