package dev.rouse.testkit;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * One installed JDK.
 *
 * @param home its directory, with symbolic links resolved
 * @param feature its feature version: 17, 21, 25
 */
public record Jdk(Path home, int feature) {

    /** The JDK that runs this code. */
    public static Jdk running() {
        return new Jdk(
                real(Path.of(System.getProperty("java.home"))),
                Runtime.version().feature());
    }

    /** The JDK in a directory, or nothing when there is no {@code bin/javac} or no readable version in it. */
    static Optional<Jdk> in(Path home) {
        if (!Files.isExecutable(home.resolve("bin/javac"))) {
            return Optional.empty();
        }
        Properties release = new Properties();
        try (Reader in = Files.newBufferedReader(home.resolve("release"))) {
            release.load(in);
            String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
            return Optional.of(
                    new Jdk(real(home), Runtime.Version.parse(version).feature()));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public Path java() {
        return tool("java");
    }

    /** A program of its {@code bin} directory. */
    public Path tool(String name) {
        return home.resolve("bin").resolve(name);
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath();
        }
    }

    @Override
    public String toString() {
        return "JDK " + feature;
    }
}
