package dev.rouse.agent.metrics;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.exporter.internal.otlp.metrics.MetricsRequestMarshaler;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramBuckets;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.internal.data.ImmutableMetricData;
import io.opentelemetry.sdk.resources.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Measures as one OTLP request in protobuf. The histograms are the ledger's own, bucket by bucket: exponential, scale
 * 3, cumulative. A second is 2^(239.18/8) ns, so an index moved by 239 names bounds that are 1.6 % high; sums are
 * exact.
 */
public final class OtlpRequest {
    private static final int SECOND_INDEX = 239;
    private static final AttributeKey<String> FUNCTION = AttributeKey.stringKey("code.function.name");
    private static final AttributeKey<Long> LINE = AttributeKey.longKey("code.line.number");
    private static final AttributeKey<String> KIND = AttributeKey.stringKey("async.finding.kind");
    private static final AttributeKey<String> GRADE = AttributeKey.stringKey("async.finding.grade");
    private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("dev.rouse");

    private final Measures measures;
    private final Resource resource;
    private final long start;
    private final long now;

    private OtlpRequest(Measures measures, String service) {
        this.measures = measures;
        resource = Resource.create(Attributes.of(
                AttributeKey.stringKey("service.name"),
                service,
                AttributeKey.longKey("process.pid"),
                ProcessHandle.current().pid()));
        start = nanos(measures.since());
        now = nanos(measures.at());
    }

    private static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    /** The body of a request to {@code /v1/metrics}. */
    public static byte[] of(Measures measures, String service) {
        OtlpRequest request = new OtlpRequest(measures, service);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            MetricsRequestMarshaler.create(request.metrics()).writeBinaryTo(body);
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written to", e);
        }
        return body.toByteArray();
    }

    private List<MetricData> metrics() {
        List<MetricData> metrics = new ArrayList<>();
        metrics.add(histogram("async.wait.duration", Words.WAIT_DURATION, Measures.OfSite::waits));
        metrics.add(histogram("async.wake.latency", Words.WAKE_LATENCY, Measures.OfSite::lateness));
        metrics.add(gauge(
                "async.wait.active",
                Words.WAIT_ACTIVE,
                "{wait}",
                measures.sites().stream()
                        .map(site -> LongPointData.create(start, now, attributes(site), site.active()))
                        .toList()));
        metrics.add(gauge(
                "async.findings",
                Words.FINDINGS,
                "{finding}",
                measures.found().stream()
                        .map(found -> LongPointData.create(
                                start, now, Attributes.of(KIND, found.kind(), GRADE, found.grade()), found.count()))
                        .toList()));
        return metrics.stream().filter(metric -> !metric.isEmpty()).toList();
    }

    private MetricData gauge(String name, String help, String unit, List<LongPointData> points) {
        return ImmutableMetricData.createLongGauge(
                resource, SCOPE, name, help, unit, GaugeData.createLongGaugeData(points));
    }

    private MetricData histogram(String name, String help, Function<Measures.OfSite, @Nullable Times> times) {
        List<ExponentialHistogramPointData> points = new ArrayList<>();
        for (Measures.OfSite site : measures.sites()) {
            Times measured = times.apply(site);
            if (measured != null && measured.total() > 0) {
                points.add(point(site, measured));
            }
        }
        return ImmutableMetricData.createExponentialHistogram(
                resource,
                SCOPE,
                name,
                help,
                "s",
                ExponentialHistogramData.create(AggregationTemporality.CUMULATIVE, points));
    }

    private ExponentialHistogramPointData point(Measures.OfSite site, Times times) {
        return ExponentialHistogramPointData.create(
                Times.SCALE,
                times.sum(),
                0,
                false,
                0,
                true,
                times.max(),
                ExponentialHistogramBuckets.create(Times.SCALE, times.first() - SECOND_INDEX, times.counts()),
                ExponentialHistogramBuckets.create(Times.SCALE, 0, List.of()),
                start,
                now,
                attributes(site),
                List.of());
    }

    private static Attributes attributes(Measures.OfSite site) {
        AttributesBuilder attributes = Attributes.builder().put(FUNCTION, site.function());
        return (site.line() < 0 ? attributes : attributes.put(LINE, (long) site.line())).build();
    }
}
