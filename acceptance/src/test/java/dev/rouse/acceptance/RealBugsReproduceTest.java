package dev.rouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.acceptance.cases.RealBug;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import dev.rouse.testkit.Library;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The control of {@link RealBugsTest}: without Rouse the bugs are there in the one version and not in the other. */
@EnabledIfSystemProperty(named = "rouse.all", matches = "true", disabledReason = "a control, see CONTRIBUTING.md")
class RealBugsReproduceTest {
    private static final Duration BOUND = Duration.ofSeconds(60);

    static Stream<RealBug> onThisJdk() {
        return Stream.of(RealBug.values()).filter(bug -> bug.runsOn(Jdk.running()));
    }

    @ParameterizedTest
    @MethodSource("onThisJdk")
    void happensInTheBuggyVersion(RealBug bug) {
        try (ChildJvm child = start(bug, bug.buggy())) {
            assertThat(child.awaitExit(BOUND)).as("%s", child).isZero();
            bug.assumeNotRacy(bug.buggy(), child.out());
            assertThat(child.out()).anyMatch(RealBug::isReproduced);
        }
    }

    @ParameterizedTest
    @MethodSource("onThisJdk")
    void doesNotHappenInTheFixedVersion(RealBug bug) {
        try (ChildJvm child = start(bug, bug.fixed())) {
            assertThat(child.awaitExit(BOUND)).as("%s", child).isZero();
            bug.assumeNotRacy(bug.fixed(), child.out());
            assertThat(child.out()).anyMatch(RealBug::isAbsent);
        }
    }

    private static ChildJvm start(RealBug bug, Library library) {
        return JavaCommand.on(Jdk.running())
                .options("-Drouse.case.patience=3")
                .main(Rouse.withOwnMains(bug.classPath(library)), bug.main())
                .start();
    }
}
