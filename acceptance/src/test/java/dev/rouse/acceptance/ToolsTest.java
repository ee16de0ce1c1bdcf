package dev.rouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import dev.rouse.acceptance.guest.LostAnswers;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A hang as the tools of others show it: flight recordings, Prometheus, an OTLP collector. Nothing of it stays. */
class ToolsTest {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final String ASK = LostAnswers.class.getName() + ".ask";

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.rouse.testkit.Jdks#supported")
    void tellsToolsWhatItFoundAndLeavesNothing(Jdk jdk) throws Exception {
        try (Collector collector = Collector.open();
                WireConsole console = WireConsole.open();
                ChildJvm service = service(jdk, collector).start()) {
            service.awaitLines(1, BOUND);
            Footprint untouched = Footprint.of(service, jdk);
            attach(service, console);
            try (WireConsole.Agent agent = console.accept(BOUND)) {
                String page = agent.await("note metrics at ", BOUND).split(" ", 2)[0];
                agent.await("finding ", BOUND);
                Metric waits = collector.await(metric -> isWaits(metric), 30);
                Metric found = collector.await(metric -> metric.getName().equals("async.findings"), 30);
                assertThat(waits.getExponentialHistogram().getDataPoints(0).getScale())
                        .isEqualTo(3);
                assertThat(found.getGauge().getDataPoints(0).getAsInt()).isPositive();
                assertThat(scrape(page, "none").statusCode()).isEqualTo(401);
                assertThat(scrape(page, "sesame").body())
                        .contains("async_findings{grade=", "kind=\"lost-wake\"}")
                        .containsPattern("async_wait_active\\{code_function_name=\"" + Pattern.quote(ASK));
                agent.stop();
                agent.await("bye ", BOUND);
            }
            assertThat(recorded(service, jdk, "dev.rouse.Finding"))
                    .contains("kind = \"lost-wake\"", "site = \"" + ASK + "(LostAnswers.java:");
            assertThat(Footprint.withLoaders(untouched.loaders(), service, jdk).loaders())
                    .as("class loaders")
                    .isEqualTo(untouched.loaders());
            assertThat(Footprint.threads(service, jdk)).doesNotContainIgnoringCase("\"rouse");
        }
    }

    private static boolean isWaits(Metric metric) {
        return metric.getName().equals("async.wait.duration")
                && metric.getExponentialHistogram().getDataPointsList().stream()
                        .anyMatch(point -> point.getAttributesList().stream()
                                .anyMatch(attribute ->
                                        attribute.getValue().getStringValue().startsWith(LostAnswers.class.getName())));
    }

    private static HttpResponse<String> scrape(String page, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(page))
                .header("Authorization", "Bearer " + token)
                .timeout(BOUND)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private String recorded(ChildJvm service, Jdk jdk, String event) throws IOException {
        Path file = directory.resolve("recording.jfr");
        run(jdk.tool("jcmd"), Long.toString(service.pid()), "JFR.dump", "filename=" + file);
        return run(jdk.tool("jfr"), "print", "--events", event, file.toString());
    }

    private static String run(Path tool, String... words) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of(tool.toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static JavaCommand service(Jdk jdk, Collector collector) {
        return JavaCommand.on(jdk)
                .options("-Xmx256m", "-XX:+EnableDynamicAgentLoading", "-XX:StartFlightRecording")
                .options("-Drouse.metrics.prometheus=0", "-Drouse.metrics.token=sesame")
                .options("-Drouse.metrics.otlp=" + collector.url(), "-Drouse.metrics.otlp.interval=2")
                .main(Rouse.withOwnMains(List.of()), LostAnswers.class);
    }

    private static void attach(ChildJvm service, WireConsole console) throws Exception {
        VirtualMachine target = VirtualMachine.attach(Long.toString(service.pid()));
        try {
            target.loadAgent(Rouse.agentJar().toString(), console.agentOptions());
        } finally {
            target.detach();
        }
    }
}
