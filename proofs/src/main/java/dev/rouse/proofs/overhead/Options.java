package dev.rouse.proofs.overhead;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What a run of {@link Overhead} shall measure.
 *
 * @param seconds the length of a measured window
 * @param warmup seconds of load before it, discarded
 * @param jdks feature releases, or {@code all}
 * @param proofs the directory that holds the built proofs; results go into {@code overhead} below it
 */
record Options(int rounds, int seconds, int warmup, String jdks, Set<String> only, Path proofs, Path agent) {
    static final List<String> PARTS = List.of("http", "hooks", "toggle", "visits", "jmh", "virtual");

    static Options parse(List<String> words) {
        Options options = new Options(12, 8, 6, "all", Set.copyOf(PARTS), Path.of("."), Path.of("rouse-agent.jar"));
        if (words.size() % 2 != 0) {
            throw new IllegalArgumentException("every option takes a value, and " + words + " ends without one");
        }
        for (int i = 0; i < words.size(); i += 2) {
            options = options.with(words.get(i), words.get(i + 1));
        }
        return options;
    }

    private Options with(String name, String value) {
        return switch (name) {
            case "--rounds" -> new Options(number(name, value), seconds, warmup, jdks, only, proofs, agent);
            case "--seconds" -> new Options(rounds, number(name, value), warmup, jdks, only, proofs, agent);
            case "--warmup" -> new Options(rounds, seconds, number(name, value), jdks, only, proofs, agent);
            case "--jdk" -> new Options(rounds, seconds, warmup, value, only, proofs, agent);
            case "--only" -> new Options(rounds, seconds, warmup, jdks, parts(value), proofs, agent);
            case "--proofs" -> new Options(rounds, seconds, warmup, jdks, only, Path.of(value), agent);
            case "--agent" -> new Options(rounds, seconds, warmup, jdks, only, proofs, Path.of(value));
            default ->
                throw new IllegalArgumentException(
                        "unknown option " + name + "; there are --rounds, --seconds, --warmup, --jdk and --only");
        };
    }

    private static int number(String name, String value) {
        if (!value.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException(name + " takes a number from 1 to 9999, not " + value);
        }
        return Integer.parseInt(value);
    }

    private static Set<String> parts(String value) {
        Set<String> parts = Set.of(value.split(",", -1));
        if (!PARTS.containsAll(parts)) {
            throw new IllegalArgumentException("--only takes some of " + String.join(",", PARTS) + ", not " + value);
        }
        return parts;
    }

    boolean wants(String part) {
        return only.contains(part);
    }

    Path results() {
        return proofs.resolve("overhead");
    }
}
