package dev.rouse.acceptance;

import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.Jdk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM holds that a visitor might have left behind, after a full collection.
 *
 * @param loaders class loaders that are alive, but for those that JDK 17 makes to speed up reflective calls
 * @param classes classes that they hold; of one that was changed the JVM also keeps old versions for a while, which do
 *     not count
 * @param metaspace bytes that these use; each change of a class also frees blocks, which wait for the next and do not
 *     count
 * @param threads platform threads, but for those that compile, of which the JVM has as many as it likes
 */
record Footprint(long loaders, long classes, long metaspace, long threads) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern TOTAL = Pattern.compile("Total = (\\d+)");
    private static final Pattern CLASS = Pattern.compile("[^ |-]\\S*/(null|0x[0-9a-f]+)");
    private static final Pattern METASPACE =
            Pattern.compile("Both:.*?(\\d+) bytes \\([^)]*\\) used.*?deallocated: \\d+ blocks with (\\d+) bytes");
    private static final Pattern REFLECTION = Pattern.compile("jdk\\.internal\\.reflect\\.DelegatingClassLoader");
    private static final Pattern THREAD =
            Pattern.compile("^\"(?!C[12] CompilerThread)[^\n]*\" #\\d+", Pattern.MULTILINE);

    /** Once there are so many loaders, for an agent's last thread ends after its goodbye; the last one if never. */
    static Footprint withLoaders(long loaders, ChildJvm child, Jdk jdk) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Footprint footprint = of(child, jdk);
        while (footprint.loaders() != loaders && System.nanoTime() - end < 0) {
            footprint = of(child, jdk);
        }
        return footprint;
    }

    /** As the JDK's own {@code jcmd} sees it. */
    static Footprint of(ChildJvm child, Jdk jdk) {
        jcmd(child, jdk, "GC.run");
        jcmd(child, jdk, "GC.run");
        String loaders = jcmd(child, jdk, "VM.classloader_stats");
        Matcher total = TOTAL.matcher(loaders);
        if (!total.find()) {
            throw new AssertionError("no total in VM.classloader_stats");
        }
        return new Footprint(
                Long.parseLong(total.group(1))
                        - REFLECTION.matcher(loaders).results().count(),
                CLASS.matcher(jcmd(child, jdk, "VM.class_hierarchy"))
                        .results()
                        .map(MatchResult::group)
                        .distinct()
                        .count(),
                metaspace(jcmd(child, jdk, "VM.metaspace", "scale=1")),
                THREAD.matcher(threads(child, jdk)).results().count());
    }

    private static long metaspace(String report) {
        Matcher both = METASPACE.matcher(report);
        if (!both.find()) {
            throw new AssertionError("no metaspace in " + report);
        }
        return Long.parseLong(both.group(1)) - Long.parseLong(both.group(2));
    }

    static String threads(ChildJvm child, Jdk jdk) {
        return jcmd(child, jdk, "Thread.print");
    }

    /** How many objects of a class are alive. */
    static long instances(ChildJvm child, Jdk jdk, String type) {
        Matcher line = Pattern.compile("(\\d+)\\s+\\d+\\s+" + Pattern.quote(type) + "\\b")
                .matcher(jcmd(child, jdk, "GC.class_histogram"));
        return line.find() ? Long.parseLong(line.group(1)) : 0;
    }

    private static String jcmd(ChildJvm child, Jdk jdk, String... command) {
        List<String> words = new ArrayList<>(List.of(jdk.tool("jcmd").toString(), Long.toString(child.pid())));
        words.addAll(List.of(command));
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
