package dev.rouse.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {
    private static final String AT = "code_function_name=\"com.acme.Gateway.respond\",code_line_number=\"61\"";

    @Test
    void writesHistogramsWithExactBoundsAtWholeOctaves() {
        String page = page(new Service().waited(Service.RESPOND, 10, 64).waited(Service.RESPOND, 2_000, 1));

        assertThat(page)
                .contains(
                        "# TYPE async_wait_duration_seconds histogram",
                        "async_wait_duration_seconds_bucket{" + AT + ",le=\"0.008388608\"} 0",
                        "async_wait_duration_seconds_bucket{" + AT + ",le=\"0.016777216\"} 64",
                        "async_wait_duration_seconds_bucket{" + AT + ",le=\"2.147483648\"} 65",
                        "async_wait_duration_seconds_bucket{" + AT + ",le=\"+Inf\"} 65",
                        "async_wait_duration_seconds_count{" + AT + "} 65",
                        "async_wait_duration_seconds_sum{" + AT + "} 2.64");
        assertThat(page).doesNotContain("async_wake_latency_seconds_bucket");
    }

    @Test
    void writesLatenessWaitsThatGoOnAndFindings() {
        String page = page(new Service()
                .ranLate(Service.RESPOND, 4, 64)
                .waits(1, Service.RESPOND)
                .waits(2, Service.RESPOND)
                .found(Kind.LOST_WAKE, Grade.PROVEN, 50));

        assertThat(page.lines())
                .contains(
                        "async_wake_latency_seconds_count{" + AT + "} 64",
                        "async_wait_active{" + AT + "} 2.0",
                        "async_findings{grade=\"proven\",kind=\"lost-wake\"} 50.0");
    }

    private static String page(Service service) {
        return new String(PrometheusText.of(service.measures(20)), StandardCharsets.UTF_8);
    }
}
