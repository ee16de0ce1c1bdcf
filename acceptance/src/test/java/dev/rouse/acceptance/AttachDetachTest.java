package dev.rouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import dev.rouse.acceptance.guest.HangingService;
import dev.rouse.acceptance.guest.LoadedService;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent comes and goes on a service under load, and leaves it as it was. */
class AttachDetachTest {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int ROUNDS = 50;

    /** JDK 17 loads a dozen classes of its own at the sixteenth call of one reflected method. */
    private static final int SETTLED = 20;

    /** Bytes; the JVM frees a changed method's old versions when it likes: 1.2 MB up and down were seen on JDK 17. */
    private static final long SWING = 3 << 20;

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.rouse.testkit.Jdks#supported")
    void leavesNothingBehindAfterFiftyVisits(Jdk jdk, TestReporter reporter) throws Exception {
        try (WireConsole console = WireConsole.open();
                ChildJvm service = service(jdk).start()) {
            long before = throughput(service);
            Footprint untouched = Footprint.of(service, jdk);
            visit(service, console, SETTLED);
            Footprint settled = Footprint.withLoaders(untouched.loaders(), service, jdk);
            visit(service, console, ROUNDS - SETTLED);
            Footprint last = Footprint.withLoaders(untouched.loaders(), service, jdk);
            long after = throughputAbove(before / 2, service);
            reporter.publishEntry(
                    jdk.toString(),
                    String.format(
                            "%s, after %d visits %s, after %d %s; answers a second %d before, %d after",
                            untouched, SETTLED, settled, ROUNDS, last, before, after));
            assertThat(service.isAlive()).as("%s", service).isTrue();
            assertThat(service.err()).noneMatch(line -> line.contains("Exception") || line.contains("Error"));
            assertThat(last.loaders()).as("class loaders").isEqualTo(untouched.loaders());
            assertThat(last.classes())
                    .as("classes: the JDK loads some of its own late, fewer than one a visit")
                    .isLessThan(settled.classes() + ROUNDS - SETTLED);
            assertThat(last.threads()).as("threads").isLessThanOrEqualTo(settled.threads());
            assertThat(last.metaspace()).as("metaspace").isLessThan(settled.metaspace() + SWING);
            assertThat(Footprint.threads(service, jdk)).doesNotContainIgnoringCase("\"rouse");
            assertThat(after).as("answers a second, %d before", before).isGreaterThan(before / 2);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.rouse.testkit.Jdks#supported")
    void takesHooksCellsAndLoaderWithItAfterAFinding(Jdk jdk) throws Exception {
        try (WireConsole console = WireConsole.open();
                ChildJvm service = host(jdk, HangingService.class).start()) {
            service.awaitLines(1, BOUND);
            Footprint untouched = Footprint.of(service, jdk);
            attach(service, console);
            try (WireConsole.Agent agent = console.accept(BOUND)) {
                agent.await("ready ", BOUND);
                agent.await("finding ", BOUND);
                service.awaitLine(line -> line.startsWith("hooked true"), BOUND);
                agent.stop();
                agent.await("bye ", BOUND);
            }
            service.awaitLine(new UnhookedAgain(service.out().size()), BOUND);
            assertThat(Footprint.instances(service, jdk, "java.util.concurrent.RouseCompletion"))
                    .as("cells in pending promises")
                    .isLessThan(50);
            assertThat(Footprint.withLoaders(untouched.loaders(), service, jdk).loaders())
                    .as("class loaders")
                    .isEqualTo(untouched.loaders());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.rouse.testkit.Jdks#supported")
    void givesWayToASecondVisitor(Jdk jdk) throws Exception {
        try (WireConsole console = WireConsole.open();
                ChildJvm service = service(jdk).start()) {
            service.awaitLines(1, BOUND);
            Footprint untouched = Footprint.of(service, jdk);
            attach(service, console);
            try (WireConsole.Agent first = console.accept(BOUND)) {
                first.await("ready ", BOUND);
                attach(service, console);
                first.await("bye ", BOUND);
            }
            try (WireConsole.Agent second = console.accept(BOUND)) {
                second.await("ready watching java.util.concurrent.CompletableFuture and all threads", BOUND);
                second.stop();
                second.await("bye ", BOUND);
            }
            assertThat(Footprint.withLoaders(untouched.loaders(), service, jdk).loaders())
                    .as("class loaders")
                    .isEqualTo(untouched.loaders());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.rouse.testkit.Jdks#supported")
    void findsNothingInThreeVisitsByCommand(Jdk jdk) {
        try (ChildJvm service = service(jdk).start()) {
            throughput(service);
            for (int visit = 0; visit < 3; visit++) {
                Path json = directory.resolve(visit + ".jsonl");
                String pid = Long.toString(service.pid());
                JavaCommand attach = Rouse.command(jdk, "attach", pid, "--for", "1s", "--json", json.toString());
                try (ChildJvm console = attach.start()) {
                    assertThat(console.awaitExit(BOUND)).as("%s", console).isZero();
                    assertThat(ReportedFinding.in(json)).isEmpty();
                }
            }
            assertThat(service.isAlive()).as("%s", service).isTrue();
        }
    }

    /** Whether that line is the fourth in a row without hooks, after so many of any sort. */
    private static final class UnhookedAgain implements Predicate<String> {
        private int before;
        private int inARow;

        UnhookedAgain(int before) {
            this.before = before;
        }

        @Override
        public boolean test(String line) {
            if (before > 0) {
                before--;
                return false;
            }
            inARow = line.startsWith("hooked false") ? inARow + 1 : 0;
            return inARow >= 4;
        }
    }

    private static JavaCommand service(Jdk jdk) {
        return host(jdk, LoadedService.class);
    }

    private static JavaCommand host(Jdk jdk, Class<?> main) {
        return JavaCommand.on(jdk)
                .options("-Xmx256m", "-XX:+EnableDynamicAgentLoading")
                .main(Rouse.withOwnMains(List.of()), main);
    }

    private static void visit(ChildJvm service, WireConsole console, int times) throws Exception {
        for (int visit = 0; visit < times; visit++) {
            attach(service, console);
            try (WireConsole.Agent agent = console.accept(BOUND)) {
                agent.await("ready ", BOUND);
                agent.stop();
                agent.await("bye ", BOUND);
                assertThat(agent.findings()).isEmpty();
            }
        }
    }

    private static void attach(ChildJvm service, WireConsole console) throws Exception {
        VirtualMachine target = VirtualMachine.attach(Long.toString(service.pid()));
        try {
            target.loadAgent(Rouse.agentJar().toString(), console.agentOptions());
        } finally {
            target.detach();
        }
    }

    /** That of the first five seconds in which the machine lets it do so much; the last if it never does. */
    private static long throughputAbove(long least, ChildJvm service) {
        long end = System.nanoTime() + BOUND.toNanos();
        long throughput = throughput(service);
        while (throughput <= least && System.nanoTime() - end < 0) {
            throughput = throughput(service);
        }
        return throughput;
    }

    /** The median of the next five seconds. */
    private static long throughput(ChildJvm service) {
        int from = service.out().size();
        service.awaitLines(from + 5, BOUND);
        return service.out().subList(from, from + 5).stream()
                .mapToLong(line -> Long.parseLong(line.substring("answered ".length())))
                .sorted()
                .skip(2)
                .findFirst()
                .orElseThrow();
    }
}
