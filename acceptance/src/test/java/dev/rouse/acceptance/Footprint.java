package dev.rouse.acceptance;

import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.Jdk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM holds that a visitor might have left behind, after a full collection.
 *
 * @param loaders class loaders that are alive, but for those that JDK 17 makes to speed up reflective calls
 * @param classes classes that they hold
 * @param metaspace bytes that these use
 * @param threads platform threads
 */
record Footprint(long loaders, long classes, long metaspace, long threads) {
    private static final Pattern TOTAL = Pattern.compile("Total = (\\d+)\\s+(\\d+)\\s+(\\d+)\\s+(\\d+)");
    private static final Pattern REFLECTION = Pattern.compile("jdk\\.internal\\.reflect\\.DelegatingClassLoader");
    private static final Pattern THREAD = Pattern.compile("^\"[^\n]*\" #\\d+", Pattern.MULTILINE);

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
                Long.parseLong(total.group(2)),
                Long.parseLong(total.group(4)),
                THREAD.matcher(threads(child, jdk)).results().count());
    }

    static String threads(ChildJvm child, Jdk jdk) {
        return jcmd(child, jdk, "Thread.print");
    }

    private static String jcmd(ChildJvm child, Jdk jdk, String command) {
        try {
            Process process = new ProcessBuilder(jdk.tool("jcmd").toString(), Long.toString(child.pid()), command)
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
