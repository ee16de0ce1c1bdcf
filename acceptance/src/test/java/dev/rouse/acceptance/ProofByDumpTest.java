package dev.rouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.acceptance.guest.LostAndHeld;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code rouse attach --prove}: a suspicion becomes a proof where nobody holds the waker, and names who holds it
 * elsewhere.
 */
class ProofByDumpTest {
    private static final Duration BOUND = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.rouse.testkit.Jdks#supported")
    void provesTheOneThatNobodyHoldsAndSaysWhoHoldsTheOther(Jdk jdk) throws Exception {
        Path json = directory.resolve("findings.jsonl");
        try (ChildJvm service = service(jdk).start()) {
            service.awaitLine("asked"::equals, BOUND);
            try (ChildJvm console = attach(jdk, service, json).start()) {
                assertThat(console.awaitExit(BOUND)).as("%s", console).isZero();
                assertThat(console.err())
                        .anyMatch(line ->
                                line.startsWith("rouse: if a suspected lost-wake is older than 2.0 s at the end,"
                                        + " the heap is dumped to prove it: process " + service.pid() + " uses "))
                        .anyMatch(line -> line.startsWith("rouse: it stood still for "));
            }
            assertThat(service.isAlive()).isTrue();
        }
        ReportedFinding lost = last(json, "askForgetful");
        assertThat(lost.grade()).isEqualTo("proven");
        assertThat(lost.evidence().get(0)).isEqualTo("proven by heap: no thread that can run reaches its waker");
        ReportedFinding held = last(json, "askSlow");
        assertThat(held.grade()).isEqualTo("suspected");
        assertThat(held.evidence().get(0)).startsWith("held by static " + LostAndHeld.class.getName() + ".PENDING: ");
    }

    /** What was said last of a line: it stands for what was said before. */
    private static ReportedFinding last(Path json, String method) {
        List<ReportedFinding> all = ReportedFinding.in(json).stream()
                .filter(finding -> finding.kind().equals("lost-wake"))
                .filter(finding ->
                        finding.waiting().site().startsWith(LostAndHeld.class.getName() + '.' + method + '('))
                .toList();
        assertThat(all).as("of %s", method).isNotEmpty();
        assertThat(all.get(0).grade()).as("at first, %s", method).isEqualTo("suspected");
        return all.get(all.size() - 1);
    }

    private static JavaCommand service(Jdk jdk) {
        return JavaCommand.on(jdk)
                .options("-Xmx64m", "-XX:TieredStopAtLevel=1", "-XX:+EnableDynamicAgentLoading")
                .main(Rouse.withOwnMains(List.of()), LostAndHeld.class);
    }

    private static JavaCommand attach(Jdk jdk, ChildJvm service, Path json) {
        String pid = Long.toString(service.pid());
        return Rouse.command(
                jdk, "attach", pid, "--for", "10s", "--prove", "--prove-after", "2s", "--json", json.toString());
    }
}
