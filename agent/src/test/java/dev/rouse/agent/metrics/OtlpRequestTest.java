package dev.rouse.agent.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a collector decodes. */
class OtlpRequestTest {
    @Test
    void sendsTheHistogramBucketByBucketAtScaleThree() throws Exception {
        Metric metric = only(
                new Service()
                        .waited(Service.RESPOND, 10, 64)
                        .waited(Service.RESPOND, 2_000, 1)
                        .at(30_000),
                "async.wait.duration");
        ExponentialHistogramDataPoint point = metric.getExponentialHistogram().getDataPoints(0);

        assertThat(metric.getUnit()).isEqualTo("s");
        assertThat(metric.getExponentialHistogram().getAggregationTemporality())
                .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
        assertThat(point.getScale()).isEqualTo(3);
        assertThat(point.getCount()).isEqualTo(65);
        assertThat(point.getSum()).isEqualTo(2.64);
        assertThat(point.getMax()).isEqualTo(2.0);
        List<Long> counts = point.getPositive().getBucketCountsList();
        assertThat(counts.get(0)).isEqualTo(64);
        assertThat(counts.get(counts.size() - 1)).isEqualTo(1);
        assertThat(counts.stream().mapToLong(Long::longValue).sum()).isEqualTo(65);
        assertThat(attributes(point.getAttributesList()))
                .containsOnly(
                        Map.entry("code.function.name", "com.acme.Gateway.respond"),
                        Map.entry("code.line.number", "61"));
    }

    @Test
    void namesBoundsThatHoldTheValueWithinTheirWidth() throws Exception {
        for (double millis : new double[] {0.02, 1, 10, 1_000}) {
            ExponentialHistogramDataPoint point = only(
                            new Service().waited(Service.RESPOND, millis, 1), "async.wait.duration")
                    .getExponentialHistogram()
                    .getDataPoints(0);
            double middle = Math.pow(2, (point.getPositive().getOffset() + 0.5) / 8);
            assertThat(middle / (millis / 1e3)).isCloseTo(1, within(0.07));
        }
    }

    @Test
    void tellsSinceWhenItCountsAndWhen() throws Exception {
        ExponentialHistogramDataPoint point = only(
                        new Service().waited(Service.RESPOND, 10, 1).at(30_000), "async.wait.duration")
                .getExponentialHistogram()
                .getDataPoints(0);

        assertThat(point.getStartTimeUnixNano()).isEqualTo(Service.START.getEpochSecond() * 1_000_000_000L);
        assertThat(point.getTimeUnixNano() - point.getStartTimeUnixNano()).isEqualTo(30_000_000_000L);
    }

    @Test
    void sendsWaitsThatGoOnAndFindingsAsGauges() throws Exception {
        Service service = new Service().waits(1, Service.RESPOND).found(Kind.LOST_WAKE, Grade.PROVEN, 50);

        assertThat(only(service, "async.wait.active")
                        .getGauge()
                        .getDataPoints(0)
                        .getAsInt())
                .isEqualTo(1);
        Metric findings = only(service, "async.findings");
        assertThat(findings.getGauge().getDataPoints(0).getAsInt()).isEqualTo(50);
        assertThat(attributes(findings.getGauge().getDataPoints(0).getAttributesList()))
                .containsOnly(Map.entry("async.finding.kind", "lost-wake"), Map.entry("async.finding.grade", "proven"));
    }

    @Test
    void namesTheServiceAndLeavesOutWhatWasNotMeasured() throws Exception {
        ResourceMetrics all = decoded(new Service().waits(1, Service.RESPOND));

        assertThat(attributes(all.getResource().getAttributesList())).containsEntry("service.name", "shop");
        assertThat(all.getScopeMetrics(0).getMetricsList())
                .extracting(Metric::getName)
                .containsExactly("async.wait.active");
    }

    private static Metric only(Service service, String name) throws Exception {
        return decoded(service).getScopeMetrics(0).getMetricsList().stream()
                .filter(metric -> metric.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ResourceMetrics decoded(Service service) throws Exception {
        return ExportMetricsServiceRequest.parseFrom(OtlpRequest.of(service.measures(20), "shop"))
                .getResourceMetrics(0);
    }

    private static Map<String, String> attributes(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(Collectors.toMap(
                        KeyValue::getKey,
                        attribute -> attribute.getValue().hasIntValue()
                                ? Long.toString(attribute.getValue().getIntValue())
                                : attribute.getValue().getStringValue()));
    }
}
