package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real sockets on loopback, counted against what the test's own JVM had open before. */
class NetworkTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private Network before = Network.read(0);

    @BeforeEach
    void needsProc() {
        assumeTrue(
                Files.exists(Path.of("/proc/self/net/tcp")),
                "the sockets of a process are read from /proc/self/net, which this system does not have");
        before = Network.read(0);
        assertThat(before.known()).isTrue();
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 5, LOOPBACK);
    }

    private static Socket connect(ServerSocket server) throws IOException {
        return new Socket(LOOPBACK, server.getLocalPort());
    }

    @Test
    void countsAListener() throws IOException {
        try (ServerSocket server = listen()) {
            Network network = Network.read(0);

            assertThat(network.listeners()).isEqualTo(before.listeners() + 1);
            assertThat(network.outside()).isEqualTo(before.outside());
            assertThat(server.isBound()).isTrue();
        }
    }

    @Test
    void countsADatagramSocketAsAListener() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            assertThat(Network.read(0).listeners()).isEqualTo(before.listeners() + 1);
            assertThat(socket.isBound()).isTrue();
        }
    }

    @Test
    void countsAConnectionWithBothEndsInThisProcessOnce() throws IOException {
        try (ServerSocket server = listen();
                Socket here = connect(server);
                Socket there = server.accept()) {
            Network network = Network.read(0);

            assertThat(network.inside()).isEqualTo(before.inside() + 1);
            assertThat(network.outside()).isEqualTo(before.outside());
            assertThat(network.unread()).isEmpty();
            assertThat(here.isConnected() && there.isConnected()).isTrue();
        }
    }

    @Test
    void countsAConnectionWhoseOtherEndThisProcessDoesNotHaveAsOutside() throws IOException {
        try (ServerSocket server = listen();
                Socket unaccepted = connect(server)) {
            Network network = Network.read(0);

            assertThat(network.outside()).isEqualTo(before.outside() + 1);
            assertThat(network.inside()).isEqualTo(before.inside());
            assertThat(unaccepted.isConnected()).isTrue();
        }
    }

    /** What was written is with the receiver once the kernel has brought it there. */
    private static List<String> awaitUnread() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        List<String> unread = Network.read(0).unread();
        while (unread.isEmpty() && System.nanoTime() < end) {
            unread = Network.read(0).unread();
        }
        return unread;
    }

    @Test
    void showsBytesThatLieUnread() throws IOException {
        try (ServerSocket server = listen();
                Socket here = connect(server);
                Socket there = server.accept()) {
            here.getOutputStream().write(new byte[] {1, 2, 3, 4, 5});

            String expected = "5 bytes lie unread in the connection 127.0.0.1:" + server.getLocalPort()
                    + " -> 127.0.0.1:" + here.getLocalPort() + ": nobody reads it";
            assertThat(awaitUnread()).containsExactly(expected);

            assertThat(there.getInputStream().readNBytes(5)).hasSize(5);
            assertThat(Network.read(0).unread()).isEmpty();
        }
    }

    @Test
    void leavesOurOwnConnectionOut() throws IOException {
        try (ServerSocket console = listen();
                Socket ours = connect(console)) {
            Network network = Network.read(ours.getLocalPort());

            assertThat(network.outside()).isEqualTo(before.outside());
            assertThat(network.inside()).isEqualTo(before.inside());
        }
    }

    @Test
    void forgetsWhatIsClosed() throws IOException {
        try (ServerSocket server = listen();
                Socket here = connect(server);
                Socket there = server.accept()) {
            assertThat(here.isConnected() && there.isConnected()).isTrue();
        }

        Network after = Network.read(0);

        assertThat(after.listeners()).isEqualTo(before.listeners());
        assertThat(after.inside()).isEqualTo(before.inside());
        assertThat(after.outside()).isEqualTo(before.outside());
    }
}
