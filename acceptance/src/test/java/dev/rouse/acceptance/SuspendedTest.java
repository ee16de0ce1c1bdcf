package dev.rouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.acceptance.suspended.SuspendedService;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import dev.rouse.testkit.Jdks;
import dev.rouse.testkit.Library;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Waits that hold no thread under {@code rouse run}: coroutines whose callback was dropped, and kotlinx.coroutines
 * #2262, a Mono that is told nothing. Put right, with the fixed version, there is no word about what idles.
 */
class SuspendedTest {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final String REACTOR = "org.jetbrains.kotlinx:kotlinx-coroutines-reactor:";
    private static final Library BUGGY = new Library(REACTOR + "1.4.3");
    private static final Library FIXED = new Library(REACTOR + "1.5.0");

    @TempDir
    Path directory;

    /** All of them on request; by default one, to save the time. */
    static Stream<Jdk> jdks() {
        List<Jdk> all = Jdks.supported();
        return Boolean.getBoolean("rouse.all") ? all.stream() : all.stream().skip(all.size() - 1L);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("jdks")
    void findsWhoIsNeverWokenAndIsSilentOncePutRight(Jdk jdk) throws InterruptedException {
        Path lost = directory.resolve("lost.jsonl");
        Path fine = directory.resolve("fine.jsonl");
        try (ChildJvm one = Rouse.run(lost, host(jdk, BUGGY, "lost")).startWithInput();
                ChildJvm other = Rouse.run(fine, host(jdk, FIXED, "fine")).startWithInput()) {
            ReportedFinding.await(
                    lost,
                    BOUND,
                    List.of(
                            is("suspected", "CancellableRequest"),
                            is("proven", "SafeRequest"),
                            is("suspected", "TimedMonos")));
            awaitEnd(one);
            awaitEnd(other);
        }

        assertThat(ReportedFinding.in(lost))
                .allMatch(finding -> finding.kind().equals("lost-wake"))
                .allMatch(finding -> finding.isAt(Pattern.compile("Request|TimedMonos")));
        assertThat(ReportedFinding.in(fine)).isEmpty();
    }

    private static JavaCommand host(Jdk jdk, Library library, String version) {
        return JavaCommand.on(jdk)
                .options("-Xmx128m")
                .main(Rouse.withOwnMains(library.classPath()), SuspendedService.class, version);
    }

    private static void awaitEnd(ChildJvm child) {
        child.endInput();
        assertThat(child.awaitExit(BOUND)).as("%s", child).isZero();
        assertThat(child.out()).as("%s", child).contains(SuspendedService.DONE);
    }

    private static Predicate<ReportedFinding> is(String grade, String waits) {
        return finding -> finding.kind().equals("lost-wake")
                && finding.grade().equals(grade)
                && finding.waiting().site().contains(".suspended." + waits + ".");
    }
}
