package dev.rouse.tokio;

import io.grpc.Status;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What went wrong with a connection, as a sentence. */
final class Failures {
    /** How a TLS server answers what is no TLS: an alert, or that it has had enough. */
    private static final String TLS_ALERT = "dump for first 5 bytes: 1503";

    private Failures() {}

    static String sentence(Address address, Status status) {
        String text = text(status);
        return switch (status.getCode()) {
            case UNIMPLEMENTED ->
                text.contains("http status code") || text.contains("content-type")
                        ? address + " answers, but not in gRPC: is it the port of console-subscriber?"
                        : address + " speaks gRPC, but serves no tokio-console: is it the port of console-subscriber?";
            case RESOURCE_EXHAUSTED ->
                "an update of " + address + " is larger than " + Stream.LARGEST / (1 << 20)
                        + " MB: give the service's console a shorter retention";
            default -> unreachable(address, status, text);
        };
    }

    private static String unreachable(Address address, Status status, String text) {
        if (find(status.getCause(), UnknownHostException.class) || text.contains("unable to resolve host")) {
            return "no host is called '" + address.host() + "'";
        }
        if (address.file() != null && find(status.getCause(), IOException.class) && !text.contains("protobuf")) {
            return "nothing answers at " + address + ": is the service running, and is that the socket of its console?";
        }
        if (find(status.getCause(), ConnectException.class) || find(status.getCause(), NoRouteToHostException.class)) {
            return "nothing answers at " + address
                    + ": is the service running, and built with console-subscriber and tokio_unstable?";
        }
        if (text.contains(TLS_ALERT)) {
            return address + " speaks TLS, which tokio-console's protocol does not: give its plain port";
        }
        if (text.contains("first received frame was not settings")
                || text.contains("http/1")
                || text.contains("content-type")
                || text.contains("unexpected http")) {
            return address + " answers, but not in gRPC: is it the port of console-subscriber?";
        }
        if (text.contains("protobuf") || text.contains("parse") || text.contains("protocol message")) {
            return address + " sends what is no update of tokio-console";
        }
        return address + " has closed the connection"
                + (status.getDescription() == null
                        ? ""
                        : " (" + status.getDescription().lines().findFirst().orElse("") + ")");
    }

    private static String text(Status status) {
        StringBuilder all = new StringBuilder(String.valueOf(status.getDescription()));
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            all.append(' ').append(cause.getMessage());
        }
        return all.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean find(@Nullable Throwable cause, Class<? extends Throwable> type) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return true;
            }
        }
        return false;
    }
}
