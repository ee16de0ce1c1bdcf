package dev.rouse.agent.metrics;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Posts measures to an OTLP collector every so often, on a thread of its own, and once more when it is closed. */
public final class OtlpPush implements AutoCloseable {
    private static final int TIMEOUT_MS = 5_000;
    private static final String PATH = "/v1/metrics";

    private final URI target;
    private final Map<String, String> headers;
    private final Duration interval;
    private final Supplier<byte[]> body;
    private final Consumer<String> note;
    private final Thread thread;
    private boolean closed;
    private boolean failureSaid;

    private OtlpPush(Target target, Supplier<byte[]> body, Consumer<String> note) {
        this.target = target.uri();
        this.headers = target.headers();
        this.interval = target.interval();
        this.body = body;
        this.note = note;
        thread = new Thread(null, this::pushOnAndOn, "rouse-otlp", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
    }

    /**
     * Where to, and how often.
     *
     * @param headers sent with each request
     */
    public record Target(URI uri, Map<String, String> headers, Duration interval) {
        public Target {
            headers = Map.copyOf(headers);
        }

        /**
         * @param url of the collector; without a path, the one that OTLP has for metrics
         * @throws IllegalArgumentException when that is no URL of HTTP
         */
        public static Target of(String url, Map<String, String> headers, Duration interval) {
            try {
                URI uri = new URI(url);
                boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
                if (!http || uri.getHost() == null) {
                    throw new IllegalArgumentException("'" + url + "' is not like http://localhost:4318");
                }
                boolean bare = uri.getPath().isEmpty() || uri.getPath().equals("/");
                return new Target(bare ? uri.resolve(PATH) : uri, headers, interval);
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException("'" + url + "' is not like http://localhost:4318", e);
            }
        }
    }

    /** Starts to push. */
    public static OtlpPush start(Target target, Supplier<byte[]> body, Consumer<String> note) {
        OtlpPush push = new OtlpPush(target, body, note);
        push.thread.start();
        return push;
    }

    private void pushOnAndOn() {
        boolean last = false;
        while (!last) {
            last = pause();
            try {
                push();
            } catch (IOException | RuntimeException | LinkageError e) {
                say(e);
            }
        }
    }

    /** Waits for an interval; true when it was closed meanwhile. */
    private synchronized boolean pause() {
        long end = System.nanoTime() + interval.toNanos();
        try {
            for (long left = interval.toMillis(); left > 0 && !closed; left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            return true;
        }
        return closed;
    }

    private void push() throws IOException {
        byte[] request = body.get();
        if (request.length > 0) {
            post(request);
        }
    }

    private void post(byte[] request) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) target.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MS);
        connection.setReadTimeout(TIMEOUT_MS);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/x-protobuf");
        connection.setRequestProperty("Connection", "close");
        headers.forEach(connection::setRequestProperty);
        try {
            try (OutputStream out = connection.getOutputStream()) {
                out.write(request);
            }
            int code = connection.getResponseCode();
            if (code >= 300) {
                throw new IOException("it answers " + code);
            }
        } finally {
            connection.disconnect();
        }
    }

    private void say(Throwable e) {
        if (!failureSaid) {
            failureSaid = true;
            note.accept("metrics could not be pushed to " + target + ", this is said once and tried on: " + e);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
