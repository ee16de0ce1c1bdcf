package dev.rouse.heap.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Dumps that programs make of themselves in a JVM of their own. */
final class Dumps {
    private static final Duration BOUND = Duration.ofMinutes(2);

    private Dumps() {}

    static ChildJvm start(Jdk jdk, String collector, Class<?> program, Object... arguments) {
        return start(jdk, List.of("-XX:+Use" + collector + "GC", "-XX:TieredStopAtLevel=1"), program, arguments);
    }

    static ChildJvm start(Jdk jdk, List<String> options, Class<?> program, Object... arguments) {
        String[] words = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
        return JavaCommand.on(jdk)
                .options(options)
                .options("-Xmx128m")
                .main(classPath(), program, words)
                .start();
    }

    static void await(ChildJvm child) {
        assertThat(child.awaitExit(BOUND)).as("%s", child).isZero();
        assertThat(child.out()).contains("dumped");
    }

    /** The program, and the libraries that idle in some. */
    private static List<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }
}
