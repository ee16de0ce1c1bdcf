package dev.rouse.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.acceptance.guest.TracedService;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import dev.rouse.testkit.Jdks;
import dev.rouse.testkit.Library;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rouse beside the OpenTelemetry agent, whichever came first: the service works, both work, a lost wake is found. */
class OpenTelemetryTest {
    private static final Duration BOUND = Duration.ofSeconds(150);
    private static final Library OPEN_TELEMETRY =
            new Library("io.opentelemetry.javaagent:opentelemetry-javaagent:2.33.1");

    private static final Pattern PLACE = Pattern.compile("TracedService");

    enum Order {
        ROUSE_FIRST,
        OPEN_TELEMETRY_FIRST
    }

    static Stream<Arguments> ordersAndJdks() {
        return Jdks.supported().stream()
                .flatMap(jdk -> Stream.of(Order.values()).map(order -> Arguments.of(order, jdk)));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("ordersAndJdks")
    void worksInBothOrders(Order order, Jdk jdk) {
        try (WireConsole console = WireConsole.open();
                ChildJvm child = service(order, jdk, console).startWithInput();
                WireConsole.Agent agent = console.accept(BOUND)) {
            agent.await("ready ", BOUND);
            agent.awaitFinding(finding -> finding.kind().equals("lost-wake") && finding.isAt(PLACE), BOUND);
            child.endInput();
            assertThat(child.awaitExit(BOUND)).as("%s", child).isZero();
            assertThat(child.out()).as("%s", child).contains("answered true", "traced true", "hung 1 of 2");
            assertThat(child.err()).noneMatch(line -> line.contains("VerifyError"));
        }
    }

    private static JavaCommand service(Order order, Jdk jdk, WireConsole console) {
        String rouse = "-javaagent:" + Rouse.agentJar() + "=" + console.agentOptions();
        String openTelemetry = "-javaagent:" + OPEN_TELEMETRY.jar();
        return JavaCommand.on(jdk)
                .options(order == Order.ROUSE_FIRST ? rouse : openTelemetry)
                .options(order == Order.ROUSE_FIRST ? openTelemetry : rouse)
                .options(
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dsun.net.httpserver.nodelay=true",
                        "-Dotel.traces.exporter=none",
                        "-Dotel.metrics.exporter=none")
                .options("-Dotel.logs.exporter=none")
                .main(Rouse.withOwnMains(List.of()), TracedService.class);
    }
}
