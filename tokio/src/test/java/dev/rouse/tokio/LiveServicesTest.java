package dev.rouse.tokio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Finding;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The services of {@code examples/tokio} themselves, built by cargo and run: {@code -Drouse.tokio.live=true}, which
 * takes some minutes, and many more when nothing has been built yet.
 */
@EnabledIfSystemProperty(named = "rouse.tokio.live", matches = "true")
@Timeout(900)
class LiveServicesTest {
    private static final Path SERVICES = Path.of("..", "examples", "tokio");
    private static final int SECONDS = 20;
    private static final Duration WATCHED = Duration.ofSeconds(SECONDS - 2);
    /** A race is lost in about every other run. */
    private static final int TRIES = 6;

    @ParameterizedTest
    @CsvSource({
        "hang-buggy, suspected lost-wake services/src/bin/hang/gateway.rs:23",
        "hang-kept, suspected lost-wake services/src/bin/hang/gateway.rs:23",
        "slow-buggy, suspected masked-wake services/src/bin/slow/main.rs:25",
        "burn-buggy, suspected self-wake services/src/bin/burn/main.rs:21",
        "close-notify-buggy, suspected self-wake src/close_notify.rs:23",
        "shared-buggy, suspected lost-wake src/shared.rs:74",
        "timers-buggy, suspected lost-wake src/timers.rs:49",
        "unicycle-buggy, suspected self-wake src/unicycle.rs:"
    })
    void findsTheBug(String service, String finding) throws Exception {
        Life life = run(service);
        for (int i = 1; i < TRIES && !life.reproduced(); i++) {
            life = run(service);
        }

        assertThat(life.reproduced())
                .as("the bug was there in one of %s runs", TRIES)
                .isTrue();
        assertThat(life.found()).as(life.said()).contains(finding);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hang-fixed",
                "slow-fixed",
                "burn-fixed",
                "close-notify-fixed",
                "shared-fixed",
                "timers-fixed",
                "unicycle-fixed",
                "lints-innocent"
            })
    void saysNothingOfTheFix(String service) throws Exception {
        Life life = run(service);

        assertThat(life.reproduced()).as(life.said()).isFalse();
        assertThat(life.found()).as(life.said()).isEmpty();
    }

    /** What a service said at its end, and what was found in it. */
    private record Life(String said, String found) {
        boolean reproduced() {
            return said.lines().anyMatch(line -> line.startsWith("reproduced: "));
        }
    }

    private static Life run(String name) throws Exception {
        assertThat(start("--build", name).waitFor()).as("cargo builds %s", name).isZero();
        int port = freePort();
        Process service = start(name, "--console-port", "" + port, "--seconds", "" + SECONDS);
        try (BufferedReader out = service.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).startsWith("serves its console on");
            Map<String, Finding> findings = watch(new Address("127.0.0.1", port));
            String said = out.lines().collect(Collectors.joining("\n"));
            assertThat(service.waitFor(10, TimeUnit.SECONDS)).as(said).isTrue();
            return new Life(said, findings.values().stream().map(Heard::line).collect(Collectors.joining("\n")));
        } finally {
            service.descendants().forEach(ProcessHandle::destroyForcibly);
            service.destroyForcibly();
        }
    }

    private static Map<String, Finding> watch(Address address) throws Exception {
        Map<String, Finding> findings = new LinkedHashMap<>();
        long end = System.nanoTime() + WATCHED.toNanos();
        while (true) {
            try {
                new Watch(address, new Findings(findings)).watch(Duration.ofNanos(end - System.nanoTime()));
                return findings;
            } catch (Unreachable notYet) {
                assertThat(System.nanoTime()).as("%s", notYet).isLessThan(end);
            }
        }
    }

    private record Findings(Map<String, Finding> byFingerprint) implements Watch.News {
        @Override
        public void ready(String sentence) {}

        @Override
        public void note(String sentence) {
            System.out.println(sentence);
        }

        @Override
        public void finding(Finding finding) {
            byFingerprint.put(finding.fingerprint(), finding);
        }
    }

    private static Process start(String... words) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(SERVICES.resolve("run.sh").toString()));
        command.addAll(List.of(words));
        File log = File.createTempFile("rouse-tokio", ".log");
        log.deleteOnExit();
        return new ProcessBuilder(command).redirectError(log).start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
