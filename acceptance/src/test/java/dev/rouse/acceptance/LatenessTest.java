package dev.rouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.acceptance.late.LateService;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import dev.rouse.testkit.Library;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Timers, tasks and waits that are held up, under {@code rouse run}: each is found; put right, none is. */
class LatenessTest {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final Library NETTY = new Library("io.netty:netty-codec:" + System.getProperty("netty.version"));

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.rouse.testkit.Jdks#supported")
    void findsWhatIsHeldUpAndIsSilentOncePutRight(Jdk jdk) throws InterruptedException {
        Path held = directory.resolve("held.jsonl");
        Path free = directory.resolve("free.jsonl");
        try (ChildJvm one = Rouse.run(held, host(jdk, "held")).startWithInput();
                ChildJvm other = Rouse.run(free, host(jdk, "free")).startWithInput()) {
            ReportedFinding.await(
                    held,
                    BOUND,
                    List.of(
                            finding -> isLate(finding, "ScheduledBeats"),
                            finding -> isLate(finding, "WheelBeats"),
                            finding -> isLate(finding, "LoopBeats"),
                            finding -> is(finding, "masked-wake", "Replies")));
            awaitEnd(one);
            awaitEnd(other);
        }

        assertThat(ReportedFinding.in(held)).noneMatch(finding -> finding.isAt(place("Bystanders")));
        assertThat(ReportedFinding.in(free)).isEmpty();
    }

    private static JavaCommand host(Jdk jdk, String version) {
        return JavaCommand.on(jdk).main(Rouse.withOwnMains(NETTY.classPath()), LateService.class, version);
    }

    private static void awaitEnd(ChildJvm child) {
        child.endInput();
        assertThat(child.awaitExit(BOUND)).as("%s", child).isZero();
        assertThat(child.out()).as("%s", child).contains(LateService.DONE);
    }

    private static boolean isLate(ReportedFinding finding, String program) {
        return is(finding, "late-wake", program);
    }

    private static boolean is(ReportedFinding finding, String kind, String program) {
        return finding.kind().equals(kind) && finding.isAt(place(program));
    }

    private static Pattern place(String program) {
        return Pattern.compile(Pattern.quote("dev.rouse.acceptance.late." + program) + "[.$]");
    }
}
