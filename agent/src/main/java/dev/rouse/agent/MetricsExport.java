package dev.rouse.agent;

import dev.rouse.agent.metrics.Measures;
import dev.rouse.agent.metrics.OtlpPush;
import dev.rouse.agent.metrics.OtlpRequest;
import dev.rouse.agent.metrics.PrometheusText;
import dev.rouse.agent.metrics.ScrapeServer;
import dev.rouse.agent.metrics.SiteTimes;
import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.source.Event;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Metrics for those who asked for them: a page to be scraped, or requests to a collector. This thread takes the
 * measures, other threads of ours hand them on.
 */
final class MetricsExport implements Export {
    private static final long PAUSE_NS = 1_000_000_000L;

    /** Findings counted, at most. */
    private static final int MOST_FINDINGS = 1_000;

    private final Ledger ledger;
    private final SiteTimes times = new SiteTimes();
    private final Instant since = Instant.now();
    private final Map<String, Finding> findings = new LinkedHashMap<>();
    private final int mostSites;
    private final @Nullable ScrapeServer scraped;
    private final @Nullable OtlpPush pushed;
    private volatile Measures measures = new Measures(since, since, List.of(), List.of());
    private long takenAt = Long.MIN_VALUE;

    /** @throws IllegalArgumentException when a setting cannot be read */
    MetricsExport(Function<String, @Nullable String> settings, Ledger ledger, Consumer<String> note)
            throws IOException {
        this.ledger = ledger;
        // Each site is some 50 series of Prometheus.
        mostSites = number(settings, "metrics.sites", 20);
        String url = settings.apply("metrics.otlp");
        String port = settings.apply("metrics.prometheus");
        OtlpPush.Target target = url == null ? null : target(url, settings);
        scraped = port == null ? null : serve(settings, note);
        pushed = target == null ? null : push(target, settings, note);
    }

    static boolean isAsked(Settings settings) {
        return settings.get("metrics.otlp") != null || settings.get("metrics.prometheus") != null;
    }

    private ScrapeServer serve(Function<String, @Nullable String> settings, Consumer<String> note) throws IOException {
        String given = settings.apply("metrics.token");
        String token = given == null ? random() : given;
        ScrapeServer server =
                ScrapeServer.open(number(settings, "metrics.prometheus", 0), token, () -> PrometheusText.of(measures));
        Network.leaveOut(server.port());
        note.accept("metrics at http://127.0.0.1:" + server.port() + "/metrics"
                + (given == null ? " with the header Authorization: Bearer " + token : " for who has metrics.token"));
        return server;
    }

    private static String random() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private OtlpPush push(OtlpPush.Target target, Function<String, @Nullable String> settings, Consumer<String> note) {
        String named = settings.apply("metrics.service");
        String service = named == null ? System.getenv("OTEL_SERVICE_NAME") : named;
        String name = service == null ? "unknown_service:java" : service;
        return OtlpPush.start(target, () -> OtlpRequest.of(measures, name), note);
    }

    private static OtlpPush.Target target(String url, Function<String, @Nullable String> settings) {
        Map<String, String> headers = new HashMap<>();
        String given = settings.apply("metrics.otlp.headers");
        for (String header : given == null ? new String[0] : given.split(";", -1)) {
            int equals = header.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("metrics.otlp.headers is name=value;name=value");
            }
            headers.put(
                    header.substring(0, equals).trim(),
                    header.substring(equals + 1).trim());
        }
        return OtlpPush.Target.of(
                url, headers, Duration.ofSeconds(Math.max(1, number(settings, "metrics.otlp.interval", 60))));
    }

    private static int number(Function<String, @Nullable String> settings, String name, int otherwise) {
        String value = settings.apply(name);
        try {
            return value == null ? otherwise : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is a number, not '" + value + "'", e);
        }
    }

    @Override
    public void event(Event event) {
        times.event(event);
    }

    @Override
    public void finding(Finding finding) {
        if (findings.size() < MOST_FINDINGS || findings.containsKey(finding.fingerprint())) {
            findings.put(finding.fingerprint(), finding);
        }
    }

    @Override
    public void look(long now) {
        if (takenAt == Long.MIN_VALUE || now - takenAt >= PAUSE_NS) {
            takenAt = now;
            measures = Measures.of(ledger, times, since, findings.values(), mostSites);
        }
    }

    @Override
    public void close() {
        measures = Measures.of(ledger, times, since, findings.values(), mostSites);
        if (scraped != null) {
            scraped.close();
        }
        if (pushed != null) {
            pushed.close();
        }
    }
}
