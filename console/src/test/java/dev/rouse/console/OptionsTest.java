package dev.rouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private static final Path JAR = Path.of("/opt/rouse-agent.jar");

    @Test
    void readsDurations() {
        assertThat(Stream.of("500ms", "30s", "2m", "1h").map(Durations::parse))
                .containsExactly(
                        Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofHours(1));
        assertThat(Stream.of(500L, 30_000L, 125_000L, 12_000_000L)
                        .map(Duration::ofMillis)
                        .map(Durations::words))
                .containsExactly("0.5 s", "30.0 s", "2 min 5 s", "3 h 20 min");
    }

    @Test
    void namesKindsToFailOn() {
        FailOn some = FailOn.parse("deadlock, lost-wake");

        assertThat(some.names(SampleFindings.lostWake(Grade.SUSPECTED, 1))).isTrue();
        assertThat(some.names(SampleFindings.finding(Kind.SELF_WAKE, Grade.PROVEN, 1)))
                .isFalse();
        assertThat(FailOn.parse("any").kinds()).containsExactlyInAnyOrder(Kind.values());
    }

    @Test
    void coloursByChoiceThenEnvironmentThenTerminal() {
        Map<String, String> xterm = Map.of("TERM", "xterm");

        assertThat(Colour.AUTO.isOn(xterm, true)).isTrue();
        assertThat(Colour.AUTO.isOn(xterm, false)).isFalse();
        assertThat(Colour.AUTO.isOn(Map.of("TERM", "dumb"), true)).isFalse();
        assertThat(Colour.AUTO.isOn(Map.of(), true)).isFalse();
        assertThat(Colour.AUTO.isOn(Map.of("CLICOLOR_FORCE", "1"), false)).isTrue();
        assertThat(Colour.AUTO.isOn(Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1"), true))
                .isFalse();
        assertThat(Colour.ALWAYS.isOn(Map.of("NO_COLOR", "1"), false)).isTrue();
        assertThat(Colour.NEVER.isOn(Map.of("CLICOLOR_FORCE", "1"), true)).isFalse();
    }

    @Test
    void givesALauncherTheAgentAsItsFirstOption() {
        ProcessBuilder builder = Child.withAgent(List.of("/usr/bin/java", "-jar", "a.jar"), JAR, "a=1,b=2");

        assertThat(builder.command())
                .containsExactly("/usr/bin/java", "-javaagent:/opt/rouse-agent.jar=a=1,b=2", "-jar", "a.jar");
    }

    @Test
    void addsTheAgentToTheEnvironmentOfAnythingElse() {
        ProcessBuilder builder = Child.withAgent(List.of("mvn", "test"), Path.of("/my jars/agent.jar"), "a=1");

        assertThat(builder.command()).containsExactly("mvn", "test");
        assertThat(builder.environment().get("JAVA_TOOL_OPTIONS")).endsWith("\"-javaagent:/my jars/agent.jar=a=1\"");
    }

    @Test
    void readsVersionsOldAndNew() {
        assertThat(Stream.of("1.8.0_402", "11.0.2", "17", "17.0.15+6", "25-ea", "unknown")
                        .map(Checks::feature))
                .containsExactly(8, 11, 17, 17, 25, 0);
        assertThat(Checks.version(HostProcess.self(), "11.0.2").asBadUse())
                .hasMessageContaining(
                        "runs Java 11.0.2, and the agent needs 17 or newer: run the service on a newer JDK");
    }

    @Test
    void keepsTheReasonOfAFailedStart() {
        String none = "No such file or directory";

        assertThat(Stream.of(
                                "Cannot run program \"x\": error=2, " + none,
                                "Cannot run program \"x\": Exec failed, error: 2 (" + none + ") ",
                                "x (" + none + ")",
                                none)
                        .map(message -> Sentences.reason(new IOException(message), "x")))
                .containsOnly(none);
    }
}
