package dev.rouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ChildJvmTest {
    private static final Duration BOUND = Duration.ofSeconds(20);

    @Test
    void tellsTheExitCodeAndBothOutputs() {
        try (ChildJvm child = command(Talks.class, "7").start()) {
            assertThat(child.awaitExit(BOUND)).isEqualTo(7);
            assertThat(child.out()).containsExactly("out of the child", "the last word");
            assertThat(child.err()).containsExactly("err of the child");
        }
    }

    @Test
    void waitsForALine() {
        try (ChildJvm child = command(Talks.class, "0").start()) {
            assertThat(child.awaitLine(line -> line.startsWith("the last"), BOUND))
                    .isEqualTo("the last word");
        }
    }

    @Test
    void saysWhatWasPrintedInsteadOfAMissingLine() {
        try (ChildJvm child = command(Talks.class, "0").start()) {
            assertThatThrownBy(() -> child.awaitLine("never"::equals, BOUND)).hasMessageContaining("the last word");
        }
    }

    @Test
    void givesUpOnAChildThatDoesNotEnd() {
        try (ChildJvm child = command(Stays.class).start()) {
            assertThatThrownBy(() -> child.awaitExit(Duration.ofMillis(10))).hasMessageContaining("still running");
        }
    }

    @Test
    void killsTheWholeTreeWhenClosed() {
        ProcessHandle grandchild;
        try (ChildJvm child = command(StartsAnother.class).start()) {
            grandchild = ProcessHandle.of(Long.parseLong(child.awaitLine(line -> true, BOUND)))
                    .orElseThrow();
            assertThat(grandchild.isAlive()).isTrue();
        }
        assertThat(grandchild.isAlive()).isFalse();
    }

    private static JavaCommand command(Class<?> main, String... arguments) {
        return JavaCommand.on(Jdk.running()).main(ownClasses(), main, arguments);
    }

    private static List<Path> ownClasses() {
        return List.of(
                Path.of("target", "test-classes").toAbsolutePath(),
                Path.of("target", "classes").toAbsolutePath());
    }

    static final class Talks {
        public static void main(String[] arguments) {
            System.out.println("out of the child");
            System.err.println("err of the child");
            System.out.println("the last word");
            System.exit(Integer.parseInt(arguments[0]));
        }
    }

    static final class Stays {
        public static void main(String[] arguments) throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }

    static final class StartsAnother {
        public static void main(String[] arguments) throws InterruptedException {
            ChildJvm other = command(Stays.class).start();
            System.out.println(other.pid());
            new CountDownLatch(1).await();
        }
    }
}
