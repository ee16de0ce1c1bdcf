package dev.rouse.acceptance;

import dev.rouse.testkit.CapturedLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** The console's end of the wire and nothing else, for tests that start the agent themselves. */
final class WireConsole implements AutoCloseable {
    private static final String TOKEN = "5eed5eed5eed5eed";

    private static final String FINDING = "finding ";

    private final ServerSocket server;

    private WireConsole(ServerSocket server) {
        this.server = server;
    }

    static WireConsole open() {
        try {
            return new WireConsole(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the agent must be given to find its way here. */
    String agentOptions() {
        return "console.port=" + server.getLocalPort() + ",console.token=" + TOKEN;
    }

    /** Waits for the next agent, which must introduce itself. */
    Agent accept(Duration atMost) {
        try {
            server.setSoTimeout((int) atMost.toMillis());
            Socket socket = server.accept();
            Agent agent = new Agent(socket, CapturedLines.of(socket.getInputStream(), "agent"));
            agent.await("rouse 1 " + TOKEN + " ", atMost);
            return agent;
        } catch (IOException e) {
            throw new AssertionError("no agent within " + atMost, e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One agent at the other end. */
    record Agent(Socket socket, CapturedLines lines) implements AutoCloseable {

        /** Waits for a line that begins like that; answers the rest of it. */
        String await(String beginning, Duration atMost) {
            return await(beginning, rest -> true, atMost);
        }

        /** Waits for a finding like that. */
        void awaitFinding(Predicate<ReportedFinding> wanted, Duration atMost) {
            await(FINDING, rest -> wanted.test(ReportedFinding.of(rest)), atMost);
        }

        private String await(String beginning, Predicate<String> rest, Duration atMost) {
            int from = beginning.length();
            try {
                return lines.await(line -> line.startsWith(beginning) && rest.test(line.substring(from)), atMost)
                        .map(line -> line.substring(from))
                        .orElseThrow(() ->
                                new AssertionError("no '" + beginning + "' within " + atMost + " in " + lines.lines()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for '" + beginning + "'", e);
            }
        }

        void stop() {
            try {
                socket.getOutputStream().write("stop\n".getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        List<ReportedFinding> findings() {
            return lines.lines().stream()
                    .filter(line -> line.startsWith(FINDING))
                    .map(line -> ReportedFinding.of(line.substring(FINDING.length())))
                    .toList();
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
