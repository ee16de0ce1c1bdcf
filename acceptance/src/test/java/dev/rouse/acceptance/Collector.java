package dev.rouse.acceptance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** An OTLP collector that only decodes. */
final class Collector implements AutoCloseable {
    private final HttpServer server;
    private final BlockingQueue<ExportMetricsServiceRequest> heard = new LinkedBlockingQueue<>();

    private Collector(HttpServer server) {
        this.server = server;
    }

    static Collector open() throws IOException {
        Collector collector =
                new Collector(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        collector.server.createContext("/v1/metrics", collector::take);
        collector.server.start();
        return collector;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            heard.add(ExportMetricsServiceRequest.parseFrom(exchange.getRequestBody()));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Waits for a metric. */
    Metric await(Predicate<Metric> wanted, long seconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            ExportMetricsServiceRequest request = heard.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (request == null) {
                throw new AssertionError("no such metric within " + seconds + " s");
            }
            for (Metric metric :
                    request.getResourceMetrics(0).getScopeMetrics(0).getMetricsList()) {
                if (wanted.test(metric)) {
                    return metric;
                }
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
