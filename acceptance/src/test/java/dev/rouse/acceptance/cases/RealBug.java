package dev.rouse.acceptance.cases;

import dev.rouse.testkit.Jdk;
import dev.rouse.testkit.Library;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** The real bugs: a program, a library, a version that has the bug and one that has not. */
public enum RealBug {
    NETTY_11566(NettyPool11566.class, "io.netty:netty-transport", "4.1.67.Final", "4.1.68.Final", "SimpleChannelPool"),
    REACTOR_POOL_82(
            ReactorPool82.class,
            "io.projectreactor.addons:reactor-pool",
            "0.1.4.RELEASE",
            "0.1.5.RELEASE",
            "SimplePool|reactor\\.pool"),
    SPRING_35708(
            SpringThrottle35708.class,
            "org.springframework:spring-core",
            "6.2.12",
            "6.2.13",
            "ConcurrencyThrottleSupport|SimpleAsyncTaskExecutor"),
    /** Its clean version is the one before the regression. */
    FAILSAFE_303(FailsafeTimeout303.class, "net.jodah:failsafe", "2.4.3", "2.4.1", "net\\.jodah"),
    AKKA_23078(AkkaQueue23078.class, "com.typesafe.akka:akka-stream_2.12", "2.5.6", "2.5.7", "akka\\."),
    VERTX_5663(VertxWindow5663.class, "io.vertx:vertx-core", "4.5.17", "4.5.18", "Http1xClientConnection|io\\.vertx"),
    NETTY_6507(
            NettyIdle6507.class,
            "io.netty:netty-common",
            "4.1.8.Final",
            "4.1.9.Final",
            "UnorderedThreadPoolEventExecutor",
            "self-wake"),
    TOMCAT_2020_13935(
            TomcatFrame13935.class,
            "org.apache.tomcat.embed:tomcat-embed-websocket",
            "9.0.36",
            "9.0.37",
            "WsFrameBase",
            "no-progress",
            "self-wake"),
    JETTY_2021_28165(
            JettyTls28165.class,
            "org.eclipse.jetty:jetty-server",
            "9.4.38.v20210224",
            "9.4.39.v20210325",
            "SslConnection",
            "no-progress"),
    NETTY_12445(NettyRead12445.class, "io.netty:netty-handler", "4.1.84.Final", "4.1.85.Final", "FlowControlHandler"),
    /** On one JDK, to save the time. */
    LETTUCE_1498(
            LettuceDns1498.class,
            25,
            "io.lettuce:lettuce-core",
            "6.0.9.RELEASE",
            "6.1.0.RELEASE",
            "DefaultNameResolver",
            "blocked-loop"),
    /** A race, and a busy one: on one JDK, to save the time. */
    DISRUPTOR_119(
            DisruptorSignal119.class,
            25,
            "com.googlecode.disruptor:disruptor",
            "2.10.1",
            "2.10.4",
            "BlockingWaitStrategy",
            "lost-wake"),
    /** On one JDK, to save the time. */
    REACTOR_3621(
            ReactorSingle3621.class,
            25,
            "io.projectreactor:reactor-core",
            "3.4.33",
            "3.4.34",
            "BlockingSingleSubscriber|reactor\\.core"),
    /** A race: on one JDK, to save the time. */
    FUNCTIONAL_JAVA_321(
            FunctionalJava321.class, 25, "org.functionaljava:functionaljava", "4.7", "4.8", "fj\\.", "deadlock");

    private final Class<?> main;
    private final int since;
    private final String artifact;
    private final String buggy;
    private final String fixed;
    private final Pattern place;

    @SuppressWarnings("ImmutableEnumChecker") // the set never changes
    private final Set<String> kinds;

    RealBug(Class<?> main, String artifact, String buggy, String fixed, String place, String... kinds) {
        this(main, 17, artifact, buggy, fixed, place, kinds);
    }

    /** @param since the first JDK on which the program can run */
    RealBug(Class<?> main, int since, String artifact, String buggy, String fixed, String place, String... kinds) {
        this.main = main;
        this.since = since;
        this.artifact = artifact;
        this.buggy = buggy;
        this.fixed = fixed;
        this.place = Pattern.compile(Pattern.quote(main.getName()) + "\\.|" + place);
        this.kinds = kinds.length == 0 ? Set.of("lost-wake") : Set.of(kinds);
    }

    public Class<?> main() {
        return main;
    }

    public Library buggy() {
        return new Library(artifact + ":" + buggy);
    }

    public Library fixed() {
        return new Library(artifact + ":" + fixed);
    }

    /** The kinds of finding that say what happened. */
    public Set<String> kinds() {
        return kinds;
    }

    /** The JDKs on which the library has the bug. */
    public boolean runsOn(Jdk jdk) {
        return jdk.feature() >= since;
    }

    /** What the program needs beside its own classes: lettuce 6.1 looks names up without blocking if Netty can. */
    public List<Path> classPath(Library library) {
        List<Path> paths = new ArrayList<>(library.classPath());
        if (this == LETTUCE_1498) {
            paths.addAll(new Library("io.netty:netty-resolver-dns:4.1.60.Final").classPath());
        }
        return paths;
    }

    /** Whether it burns a core, which it can only where others leave it one. */
    public boolean burns() {
        return this == NETTY_6507 || this == TOMCAT_2020_13935 || this == JETTY_2021_28165;
    }

    /** What the JVM must be told to run the program, which may use that directory. */
    public String[] options(Path scratch) {
        return this == LETTUCE_1498 ? new String[] {"-Djdk.net.hosts.file=" + scratch.resolve("hosts")} : new String[0];
    }

    /** Where a finding may point: the line of the user that hangs, or the library's code at fault. */
    public Pattern place() {
        return place;
    }

    /** Whether a run's output says that the bug has happened. */
    public static boolean isReproduced(String line) {
        return line.equals(Outcome.REPRODUCED);
    }

    /** Whether a run's output says that the bug has not happened. */
    public static boolean isAbsent(String line) {
        return line.equals(Outcome.ABSENT);
    }

    /**
     * Skips, and says why, when a version without the bug hung all the same: Failsafe 2.4.1 has a race of its own,
     * which hung in 1 of 48 runs on a busy machine with no agent at all. And when the one bug that is a race did not
     * happen.
     */
    public void assumeNotRacy(Library library, List<String> out) {
        boolean race =
                this == FAILSAFE_303 && library.equals(fixed()) && out.stream().anyMatch(RealBug::isReproduced);
        Assumptions.assumeFalse(race, "this release of Failsafe hung by a race of its own: " + out);
        boolean luck =
                this == DISRUPTOR_119 && library.equals(buggy()) && out.stream().anyMatch(RealBug::isAbsent);
        Assumptions.assumeFalse(luck, "the race of this release of the Disruptor did not happen: " + out);
        boolean missed = this == FUNCTIONAL_JAVA_321
                && library.equals(buggy())
                && out.stream().anyMatch(RealBug::isAbsent);
        Assumptions.assumeFalse(missed, "the two classes were never initialized at the same time: " + out);
    }
}
