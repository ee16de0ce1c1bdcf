package dev.rouse.acceptance;

import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The built artefacts and their command lines, as a user types them. */
final class Rouse {
    private static final Path HOME =
            Path.of(System.getProperty("rouse.home", "..")).toAbsolutePath();

    private Rouse() {}

    static Path consoleJar() {
        return built(HOME.resolve("console/target/rouse.jar"));
    }

    static Path agentJar() {
        return built(HOME.resolve("agent/target/rouse-agent.jar"));
    }

    /** What a user of the runtime has on the class path: its classes and its queue. */
    static List<Path> runtime() {
        return Stream.concat(Stream.of(HOME.resolve("runtime/target/classes")), queue())
                .toList();
    }

    private static Stream<Path> queue() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(entry -> String.valueOf(entry.getFileName()).startsWith("jctools-core"));
    }

    /** The services of the demos, with what they need. */
    static List<Path> examples() {
        return Stream.concat(Stream.of(HOME.resolve("examples/target/classes")), runtime().stream())
                .toList();
    }

    /** {@code rouse run --json FILE -- java ...} */
    static JavaCommand run(Path json, JavaCommand host) {
        return command(host.jdk(), "run", "--json", json.toString(), "--").around(host);
    }

    /** {@code rouse WORDS...} */
    static JavaCommand command(Jdk jdk, String... words) {
        return JavaCommand.on(jdk).options("-Xmx128m").jar(consoleJar(), words);
    }

    /** The class path of this module's own mains, with a library's in front of nothing else. */
    static List<Path> withOwnMains(List<Path> libraries) {
        List<Path> path = new ArrayList<>();
        path.add(Path.of("target", "test-classes").toAbsolutePath());
        path.addAll(libraries);
        return List.copyOf(path);
    }

    private static Path built(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new AssertionError("no " + jar + ": build it with ./mvnw package");
        }
        return jar;
    }
}
