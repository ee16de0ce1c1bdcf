package dev.rouse.agent.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Measures in Prometheus' text format 0.0.4. It knows no native histograms: of the eight buckets an octave the bounds
 * at whole octaves are given, which are exact.
 */
public final class PrometheusText {
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    /** From 16 us, below which nobody waits, */
    private static final int FIRST_OCTAVE = 14;

    /** to 69 s, beyond which it is no matter of milliseconds. */
    private static final int LAST_OCTAVE = 36;

    private PrometheusText() {}

    /** The page that a scrape gets. */
    public static byte[] of(Measures measures) {
        MetricSnapshots snapshots = new MetricSnapshots(
                histogram(measures, "async_wait_duration", Words.WAIT_DURATION, Measures.OfSite::waits),
                histogram(measures, "async_wake_latency", Words.WAKE_LATENCY, Measures.OfSite::lateness),
                active(measures),
                findings(measures));
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(page, snapshots, EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written to", e);
        }
        return page.toByteArray();
    }

    private static HistogramSnapshot histogram(
            Measures measures, String name, String help, Function<Measures.OfSite, @Nullable Times> times) {
        HistogramSnapshot.Builder histogram = HistogramSnapshot.builder()
                .name(name + "_seconds")
                .unit(Unit.SECONDS)
                .help(help);
        for (Measures.OfSite site : measures.sites()) {
            Times measured = times.apply(site);
            if (measured != null && measured.total() > 0) {
                histogram.dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                        .labels(labels(site))
                        .classicHistogramBuckets(buckets(measured))
                        .sum(measured.sum())
                        .build());
            }
        }
        return histogram.build();
    }

    private static ClassicHistogramBuckets buckets(Times times) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        long before = 0;
        for (int octave = FIRST_OCTAVE; octave <= LAST_OCTAVE; octave++) {
            long below = times.below(octave);
            buckets.bucket(Math.scalb(1.0, octave) / 1e9, below - before);
            before = below;
        }
        return buckets.bucket(Double.POSITIVE_INFINITY, times.total() - before).build();
    }

    private static Labels labels(Measures.OfSite site) {
        String line = site.line() < 0 ? "" : Integer.toString(site.line());
        return Labels.of("code_function_name", site.function(), "code_line_number", line);
    }

    private static GaugeSnapshot active(Measures measures) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name("async_wait_active").help(Words.WAIT_ACTIVE);
        for (Measures.OfSite site : measures.sites()) {
            gauge.dataPoint(point(labels(site), site.active()));
        }
        return gauge.build();
    }

    private static GaugeSnapshot findings(Measures measures) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name("async_findings").help(Words.FINDINGS);
        for (Measures.Found found : measures.found()) {
            gauge.dataPoint(point(Labels.of("kind", found.kind(), "grade", found.grade()), found.count()));
        }
        return gauge.build();
    }

    private static GaugeSnapshot.GaugeDataPointSnapshot point(Labels labels, long value) {
        return GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(labels)
                .value((double) value)
                .build();
    }
}
