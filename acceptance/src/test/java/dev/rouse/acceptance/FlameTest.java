package dev.rouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.acceptance.guest.SlowAnswers;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code rouse run --flame}: who waited where, and who woke it. */
class FlameTest {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.rouse.testkit.Jdks#supported")
    void drawsWhatWaitedAndWhoWokeIt(Jdk jdk) throws Exception {
        Path page = directory.resolve("out.html");
        JavaCommand host = JavaCommand.on(jdk).main(Rouse.withOwnMains(List.of()), SlowAnswers.class);
        JavaCommand run =
                Rouse.command(jdk, "run", "--flame", page.toString(), "--").around(host);
        try (ChildJvm child = run.start()) {
            assertThat(child.awaitExit(BOUND)).as("%s", child).isZero();
            assertThat(child.err())
                    .anyMatch(line -> line.contains("different stacks are in " + page + ", as text in "));
        }

        List<String> stacks = Files.readAllLines(directory.resolve("out.collapsed"));
        String slow = Pattern.quote(SlowAnswers.class.getName());
        assertThat(stacks)
                .anyMatch(line -> line.matches("waited;.*" + slow + "\\.await;.*CountDownLatch\\.await;.* \\d{6,8}"));
        assertThat(stacks)
                .anyMatch(line -> line.matches("off-wake;" + slow + "\\.main;" + slow + "\\.ask;\\[woken by\\];" + slow
                        + "\\.answer;.*ThreadPoolExecutor.* \\d{6,8}"));
        assertThat(stacks).noneMatch(line -> line.contains("dev.rouse.agent."));
        assertThat(Files.readString(page)).contains("<iframe title='waited'", "<iframe title='off-wake'", "[woken by]");
    }
}
