package dev.rouse.heap.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Dumps that programs make of themselves in a JVM of their own. */
final class Dumps {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private Dumps() {}

    static ChildJvm start(Jdk jdk, String collector, Class<?> program, Object... arguments) {
        String[] words = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
        return JavaCommand.on(jdk)
                .options("-XX:+Use" + collector + "GC", "-XX:TieredStopAtLevel=1", "-Xmx128m")
                .main(List.of(classes()), program, words)
                .start();
    }

    static void await(ChildJvm child) {
        assertThat(child.awaitExit(BOUND)).as("%s", child).isZero();
        assertThat(child.out()).contains("dumped");
    }

    private static Path classes() {
        return Path.of("target", "test-classes").toAbsolutePath();
    }
}
