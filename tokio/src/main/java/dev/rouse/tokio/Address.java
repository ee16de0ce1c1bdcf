package dev.rouse.tokio;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a service serves its console: {@code http://HOST:PORT}, or a socket in the file system.
 *
 * @param host name or number; an IPv6 address in brackets; empty for a socket in the file system
 * @param port 0 for a socket in the file system
 * @param file such a socket; null where there is a host
 */
public record Address(String host, int port, @Nullable Path file) {
    /** Where console-subscriber listens when it was told nothing else. */
    public static final Address USUAL = new Address("127.0.0.1", 6669);

    private static final int LAST_PORT = 65_535;

    public Address(String host, int port) {
        this(host, port, null);
    }

    static Address of(Path socket) {
        return new Address("", 0, socket);
    }

    /**
     * @param text {@code http://HOST:PORT}, {@code HOST:PORT} or {@code HOST}; {@code unix:///PATH}, or
     *     {@code file:///PATH} as tokio-console has it
     * @throws IllegalArgumentException with one sentence, when it is none of these
     */
    public static Address parse(String text) {
        if (text.startsWith("unix://") || text.startsWith("file://")) {
            return socket(text, text.substring("unix://".length()));
        }
        URI uri = uri(text);
        String scheme = uri.getScheme();
        if ("https".equals(scheme)) {
            throw new IllegalArgumentException(
                    "'" + text + "': tokio-console's protocol knows no TLS, give it as http://HOST:PORT");
        }
        if (!"http".equals(scheme)) {
            throw new IllegalArgumentException("'" + text + "' is no address of a service: give http://HOST:PORT");
        }
        boolean more = uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null;
        if (uri.getHost() == null
                || more
                || !(uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
                || uri.getPort() > LAST_PORT
                || uri.getPort() == 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no address of a service: give http://HOST:PORT, and nothing behind it");
        }
        return new Address(uri.getHost(), uri.getPort() < 0 ? USUAL.port : uri.getPort());
    }

    private static Address socket(String text, String path) {
        if (!path.startsWith("/") || path.length() == 1) {
            throw new IllegalArgumentException("'" + text + "' is no socket of a service: give unix:///PATH");
        }
        return of(Path.of(path));
    }

    private static URI uri(String text) {
        try {
            return new URI(text.contains("://") ? text : "http://" + text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + text + "' is no address of a service: give http://HOST:PORT", e);
        }
    }

    @Override
    public String toString() {
        return file != null ? "unix://" + file : "http://" + host + ":" + port;
    }
}
