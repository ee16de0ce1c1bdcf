package dev.rouse.testkit;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The JDKs of this machine: the running one, {@code JAVA_HOME}'s, those in {@code /usr/lib/jvm} and SDKMAN's. */
public final class Jdks {

    private Jdks() {}

    /** Every JDK found, the running one first, each home once. */
    public static List<Jdk> all() {
        return Stream.concat(Stream.of(Jdk.running()), candidates().map(Jdk::in).flatMap(Optional::stream))
                .distinct()
                .toList();
    }

    /** A JDK of that feature version; the running one is preferred. */
    public static Optional<Jdk> ofFeature(int feature) {
        return all().stream().filter(jdk -> jdk.feature() == feature).findFirst();
    }

    /** Those that Rouse promises to work on, 17 and 25, as far as this machine has them. */
    public static List<Jdk> supported() {
        return Stream.of(17, 25).map(Jdks::ofFeature).flatMap(Optional::stream).toList();
    }

    private static Stream<Path> candidates() {
        List<Path> homes = new ArrayList<>();
        String javaHome = System.getenv("JAVA_HOME");
        if (javaHome != null && !javaHome.isBlank()) {
            homes.add(Path.of(javaHome));
        }
        homes.addAll(childrenOf(Path.of("/usr/lib/jvm")));
        homes.addAll(childrenOf(Path.of(System.getProperty("user.home"), ".sdkman", "candidates", "java")));
        return homes.stream();
    }

    private static List<Path> childrenOf(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(children::add);
        } catch (IOException e) {
            return List.of();
        }
        return children.stream().sorted().toList();
    }
}
