package dev.rouse.acceptance.innocent;

import dev.rouse.testkit.Jdk;
import dev.rouse.testkit.Library;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The innocent services. */
public enum Innocent {
    THREAD_POOL(ThreadPoolService.class),
    FORK_JOIN(ForkJoinService.class),
    SCHEDULED(ScheduledService.class),
    QUEUES(QueueService.class),
    WORKER_LOOPS(WorkerLoopService.class),
    POLLING(PollingService.class),
    TIMERS(TimerService.class),
    HEDGED_REQUESTS(HedgedRequestsService.class),
    JDK_HTTP(JdkHttpService.class),
    NETTY(NettyEchoService.class, "io.netty:netty-codec:" + System.getProperty("netty.version")),
    LONG_POLLING(LongPollService.class, "io.netty:netty-codec:" + System.getProperty("netty.version")),
    /** An idle Netty server with ten thousand connections. */
    CROWD(CrowdService.class, "io.netty:netty-codec:" + System.getProperty("netty.version")),
    JETTY(JettyService.class, "org.eclipse.jetty:jetty-server:" + System.getProperty("jetty.version")),
    TOMCAT(TomcatService.class, "org.apache.tomcat.embed:tomcat-embed-core:" + System.getProperty("tomcat.version")),
    VIRTUAL_THREADS(VirtualThreadService.class);

    /** What a service prints last when every answer was right. */
    public static final String ALL_RIGHT = "innocent: \\d{3,} right, 0 wrong";

    private final Class<?> main;

    @SuppressWarnings("ImmutableEnumChecker") // the list never changes
    private final List<Library> libraries;

    Innocent(Class<?> main, String... libraries) {
        this.main = main;
        this.libraries = Stream.of(libraries).map(Library::new).toList();
    }

    /** Those that a JDK can run. */
    public static Stream<Innocent> on(Jdk jdk) {
        return Stream.of(values()).filter(service -> service != VIRTUAL_THREADS || jdk.feature() >= 21);
    }

    public Class<?> main() {
        return main;
    }

    public boolean needsNothingButTheJdk() {
        return libraries.isEmpty();
    }

    public List<Path> libraries() {
        return libraries.stream()
                .flatMap(library -> library.classPath().stream())
                .toList();
    }
}
