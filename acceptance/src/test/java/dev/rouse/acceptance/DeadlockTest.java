package dev.rouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.acceptance.deadlock.Booking;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import dev.rouse.testkit.Jdks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Cycles of locks under {@code rouse run}: proven where there is one, silence where there is none. */
class DeadlockTest {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    static Stream<Arguments> deadlocked() {
        return onEveryJdk(true);
    }

    static Stream<Arguments> nearMisses() {
        return onEveryJdk(false);
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("deadlocked")
    void provesTheCycle(Booking booking, Jdk jdk) {
        Pattern place = Pattern.compile(Pattern.quote(booking.main().getName()));
        assertThat(findingsIn(booking, jdk))
                .anyMatch(finding ->
                        finding.kind().equals("deadlock") && finding.grade().equals("proven") && finding.isAt(place));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("nearMisses")
    void isSilentAboutANearMiss(Booking booking, Jdk jdk) {
        assertThat(findingsIn(booking, jdk)).isEmpty();
    }

    private List<ReportedFinding> findingsIn(Booking booking, Jdk jdk) {
        Path json = directory.resolve("findings.jsonl");
        JavaCommand host = JavaCommand.on(jdk).main(Rouse.withOwnMains(List.of()), booking.main());
        try (ChildJvm child = Rouse.run(json, host).start()) {
            assertThat(child.awaitExit(BOUND)).as("%s", child).isZero();
            assertThat(child.out()).as("%s", child).contains(booking.outcome());
        }
        return ReportedFinding.in(json);
    }

    private static Stream<Arguments> onEveryJdk(boolean deadlocks) {
        return Jdks.supported().stream()
                .flatMap(jdk -> Booking.on(jdk, deadlocks).map(booking -> Arguments.of(booking, jdk)));
    }
}
