package dev.rouse.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rouse.acceptance.innocent.Innocent;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.Jdk;
import dev.rouse.testkit.Jdks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Services without a bug under {@code rouse run}, idle and busy in turns: nothing is found. All run side by side, those
 * of one JDK begin when those of the one before are idle; on a JDK other than 17 only those that need no library,
 * unless {@code rouse.all} is set.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("dev.rouse.testkit.Jdks#supported")
@Execution(ExecutionMode.SAME_THREAD)
class InnocentServicesTest {
    private static final long SECONDS = Long.getLong("rouse.innocent.seconds", 60);

    /** Outlives the turn of each JDK. */
    private static final Path DIRECTORY = directory();

    private static final Map<Jdk, CompletableFuture<InnocentServices>> RUNNING = new ConcurrentHashMap<>();

    private final Jdk jdk;

    InnocentServicesTest(Jdk jdk) {
        this.jdk = jdk;
    }

    @BeforeParameterizedClassInvocation
    static void startAll(Jdk first) {
        if (RUNNING.containsKey(first)) {
            return;
        }
        List<Jdk> jdks = Jdks.supported();
        for (int i = 0; i < jdks.size(); i++) {
            Jdk jdk = jdks.get(i);
            Executor later = CompletableFuture.delayedExecutor(i * SECONDS / 3, TimeUnit.SECONDS);
            RUNNING.put(jdk, CompletableFuture.supplyAsync(() -> start(jdk), later));
        }
    }

    private static InnocentServices start(Jdk jdk) {
        return InnocentServices.start(
                jdk,
                jdk.feature() == 17 ? SECONDS : SECONDS / 2,
                chosen(jdk),
                (service, host) -> Rouse.run(findings(jdk, service), host));
    }

    @ParameterizedTest
    @EnumSource
    void isNotSpokenAbout(Innocent service) {
        assumeTrue(Innocent.on(jdk).filter(chosen(jdk)).anyMatch(service::equals), service + " is not run on " + jdk);
        ChildJvm child = requireNonNull(RUNNING.get(jdk)).join().assertAllRight(service);
        assertThat(ReportedFinding.in(findings(jdk, service))).as("%s", child).isEmpty();
    }

    private static Predicate<Innocent> chosen(Jdk jdk) {
        return service -> jdk.feature() == 17 || service.needsNothingButTheJdk() || Boolean.getBoolean("rouse.all");
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory(Path.of("target"), "innocent");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path findings(Jdk jdk, Innocent service) {
        return DIRECTORY.resolve(service + "-" + jdk.feature() + ".jsonl");
    }

    @AfterParameterizedClassInvocation
    static void stop(Jdk jdk) {
        requireNonNull(RUNNING.remove(jdk)).join().close();
    }
}
