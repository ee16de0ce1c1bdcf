package dev.rouse.tokio;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a service serves its console: {@code http://HOST:PORT}.
 *
 * @param host name or number; an IPv6 address in brackets
 */
public record Address(String host, int port) {
    /** Where console-subscriber listens when it was told nothing else. */
    public static final Address USUAL = new Address("127.0.0.1", 6669);

    private static final int LAST_PORT = 65_535;

    /**
     * @param text {@code http://HOST:PORT}, {@code HOST:PORT} or {@code HOST}
     * @throws IllegalArgumentException with one sentence, when it is none of these
     */
    public static Address parse(String text) {
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

    private static URI uri(String text) {
        try {
            return new URI(text.contains("://") ? text : "http://" + text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("'" + text + "' is no address of a service: give http://HOST:PORT", e);
        }
    }

    @Override
    public String toString() {
        return "http://" + host + ":" + port;
    }
}
