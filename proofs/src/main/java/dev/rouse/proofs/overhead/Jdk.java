package dev.rouse.proofs.overhead;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A JDK of this machine. */
record Jdk(Path home, int feature, String version) {

    /** The JDKs that are asked for: the first of each feature release, in JAVA_HOME and the usual places. */
    static List<Jdk> find(String wanted) throws IOException {
        Map<Integer, Jdk> found = new TreeMap<>();
        for (Path home : places()) {
            Jdk jdk = at(home);
            if (jdk != null) {
                found.putIfAbsent(jdk.feature(), jdk);
            }
        }
        if (!wanted.matches("all|[0-9]{1,3}")) {
            throw new IllegalArgumentException("--jdk takes a release such as 17, or all, not " + wanted);
        }
        List<Integer> releases = wanted.equals("all") ? List.of(17, 25) : List.of(Integer.valueOf(wanted));
        List<Jdk> jdks =
                releases.stream().filter(found::containsKey).map(found::get).toList();
        if (jdks.isEmpty()) {
            throw new IllegalArgumentException("found no JDK " + wanted + " in JAVA_HOME, /usr/lib/jvm or ~/.sdkman;"
                    + " there are " + found.keySet());
        }
        return jdks;
    }

    private static List<Path> places() throws IOException {
        List<Path> places = new ArrayList<>();
        String javaHome = System.getenv("JAVA_HOME");
        if (javaHome != null) {
            places.add(Path.of(javaHome));
        }
        places.add(Path.of(System.getProperty("java.home")));
        String user = System.getProperty("user.home");
        for (Path parent : List.of(Path.of("/usr/lib/jvm"), Path.of(user, ".sdkman", "candidates", "java"))) {
            if (Files.isDirectory(parent)) {
                try (Stream<Path> homes = Files.list(parent)) {
                    homes.sorted().forEach(places::add);
                }
            }
        }
        return places;
    }

    private static @Nullable Jdk at(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/javac")) || !Files.isReadable(release)) {
            return null;
        }
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(release)) {
            properties.load(in);
        }
        String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
        return new Jdk(home, Integer.parseInt(version.split("[.]", 2)[0]), version);
    }

    String java() {
        return home.resolve("bin/java").toString();
    }
}
