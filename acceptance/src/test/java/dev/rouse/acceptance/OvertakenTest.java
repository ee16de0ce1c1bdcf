package dev.rouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rouse.acceptance.cases.Counter;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import dev.rouse.testkit.Jdks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads that block for ever on some of a busy service's requests, while all others are served in milliseconds. */
class OvertakenTest {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void findsThreadsWhoseTasksWereThrownAway() throws InterruptedException {
        findsThoseThatWaitForEver(17, "platform");
    }

    @Test
    void findsVirtualThreadsToo() throws InterruptedException {
        findsThoseThatWaitForEver(25, "virtual");
    }

    private void findsThoseThatWaitForEver(int feature, String threads) throws InterruptedException {
        Optional<Jdk> jdk = Jdks.ofFeature(feature);
        assumeTrue(jdk.isPresent(), "there is no JDK " + feature + " here");
        Path discards = directory.resolve("discards.jsonl");
        Path serves = directory.resolve("serves.jsonl");
        try (ChildJvm one = Rouse.run(discards, host(jdk.get(), "discards", threads))
                        .startWithInput();
                ChildJvm other =
                        Rouse.run(serves, host(jdk.get(), "serves", threads)).startWithInput()) {
            ReportedFinding.await(discards, BOUND, List.of(OvertakenTest::isALostAnswer));
            awaitEnd(one, "customers: some wait");
            awaitEnd(other, "customers: all served");
        }

        assertThat(ReportedFinding.in(discards)).allMatch(OvertakenTest::isALostAnswer);
        assertThat(ReportedFinding.in(serves)).isEmpty();
    }

    private static JavaCommand host(Jdk jdk, String policy, String threads) {
        return JavaCommand.on(jdk).main(Rouse.withOwnMains(List.of()), Counter.class, policy, threads);
    }

    private static void awaitEnd(ChildJvm child, String outcome) {
        child.endInput();
        assertThat(child.awaitExit(BOUND)).as("%s", child).isZero();
        assertThat(child.out()).as("%s", child).contains(outcome);
    }

    private static boolean isALostAnswer(ReportedFinding finding) {
        return finding.kind().equals("lost-wake") && finding.waiting().site().contains("Counter.ask(Counter.java:");
    }
}
