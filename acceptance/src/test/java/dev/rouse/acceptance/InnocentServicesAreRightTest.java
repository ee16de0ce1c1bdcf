package dev.rouse.acceptance;

import dev.rouse.acceptance.innocent.Innocent;
import dev.rouse.testkit.Jdk;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The control of {@link InnocentServicesTest}: the services work, without Rouse, and no answer of theirs is wrong. */
@EnabledIfSystemProperty(named = "rouse.all", matches = "true", disabledReason = "a control, see CONTRIBUTING.md")
class InnocentServicesAreRightTest {
    private static InnocentServices running;

    @BeforeAll
    static void start() {
        running = InnocentServices.start(Jdk.running(), 18, service -> true, (service, host) -> host);
    }

    static Stream<Innocent> services() {
        return Innocent.on(Jdk.running());
    }

    @ParameterizedTest
    @MethodSource("services")
    void givesRightAnswersOnly(Innocent service) {
        running.assertAllRight(service);
    }

    @AfterAll
    static void stop() {
        running.close();
    }
}
