package dev.rouse.runtime.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rouse.runtime.Breach;
import dev.rouse.runtime.Futures;
import dev.rouse.runtime.JoinHandle;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.Runtime;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the JDK's own sockets. */
final class TlsStreamTest {
    private static final String TLS_1_2 = "TLSv1.2";
    private static final String TLS_1_3 = "TLSv1.3";

    private final List<Breach> breaches = new CopyOnWriteArrayList<>();
    private final Runtime runtime =
            Runtime.builder().cores(2).onBreach(this::breached).start();
    private final Peers peers = new Peers();

    /** How long tasks wait for a processor is this machine's business, not the streams'. */
    private void breached(Breach breach) {
        if (breach.fact() != Breach.Fact.LATE && breach.fact() != Breach.Fact.BLOCKED) {
            breaches.add(breach);
        }
    }

    @AfterEach
    void close() {
        peers.close();
        runtime.close();
        assertThat(breaches).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void servesAClient(String protocol) throws Exception {
        try (SSLSocket socket = TestKeys.connect(serveEcho().address(), protocol)) {
            assertThat(peers.echoes(socket, Peers.random(1_000))).isTrue();
            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    /** The keys of TLS 1.3 are renewed on the way, after each megabyte at the latest. */
    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void movesMuchBothWaysAtOnce(String protocol) throws Exception {
        try (SSLSocket socket = TestKeys.connect(serveEcho().address(), protocol)) {
            assertThat(peers.echoes(socket, Peers.random(8 << 20))).isTrue();
        }
    }

    /** Each waits by a waker of its own, though both need the handshake, and the transport is one. */
    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void isReadAndWrittenByTwoChildrenOfOneTask(String protocol) throws Exception {
        int length = 4 << 20;
        Acceptor acceptor = Acceptor.start(runtime, Peers.ANY_PORT, tcp -> {
            TlsStream stream = TlsStream.server(tcp, TestKeys.context());
            return Futures.join(reader(stream, length), writer(stream, length), Integer::sum);
        });
        try (SSLSocket socket = TestKeys.connect(acceptor.address(), protocol)) {
            Future<Integer> received = peers.start(() -> socket.getInputStream().readNBytes(length).length);
            socket.getOutputStream().write(new byte[length]);
            assertThat(Peers.await(received)).isEqualTo(length);
        }
    }

    private static dev.rouse.runtime.Future<Integer> reader(TlsStream stream, int length) {
        ByteBuffer in = ByteBuffer.allocate(length);
        return Polling.of(() -> {}, context -> {
            while (in.hasRemaining()) {
                if (stream.pollRead(context, in) == AsyncRead.PENDING) {
                    return Poll.pending();
                }
            }
            return Poll.ready(length);
        });
    }

    private static dev.rouse.runtime.Future<Integer> writer(TlsStream stream, int length) {
        ByteBuffer out = ByteBuffer.allocate(length);
        return Polling.of(() -> {}, context -> {
            while (out.hasRemaining()) {
                if (stream.pollWrite(context, out) == AsyncRead.PENDING) {
                    return Poll.pending();
                }
            }
            return stream.pollFlush(context) ? Poll.ready(length) : Poll.pending();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void callsAServer(String protocol) throws Exception {
        try (SSLServerSocket server = TestKeys.listen(protocol)) {
            Future<String> served = peers.start(() -> {
                try (SSLSocket socket = (SSLSocket) server.accept()) {
                    byte[] asked = socket.getInputStream().readNBytes(4);
                    socket.getOutputStream().write("pong".getBytes(StandardCharsets.US_ASCII));
                    socket.shutdownOutput();
                    assertThat(socket.getInputStream().read()).isEqualTo(-1);
                    return new String(asked, StandardCharsets.US_ASCII);
                }
            });
            TlsStream stream = connect(server, "localhost");
            assertThat(runtime.core(0).spawn(ask(stream, "ping")).join()).isEqualTo("pong");
            assertThat(stream.session().getProtocol()).isEqualTo(protocol);
            assertThat(Peers.await(served)).isEqualTo("ping");
        }
    }

    @Test
    void refusesTheCertificateOfAnotherHost() throws Exception {
        try (SSLServerSocket server = TestKeys.listen(TLS_1_3)) {
            Future<Integer> served =
                    peers.start(() -> server.accept().getInputStream().read());
            TlsStream stream = connect(server, "example.org");
            assertThatThrownBy(() -> runtime.core(0).spawn(stream.handshake()).join())
                    .cause()
                    .cause()
                    .isInstanceOf(SSLHandshakeException.class);
            assertThatThrownBy(() -> Peers.await(served))
                    .as("the server is told by an alert")
                    .cause()
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("certificate_unknown");
        }
    }

    /** A certificate is checked by a thread of its own, however long that takes. */
    @Test
    void computesOffTheCore() throws Exception {
        var checker = Peers.<String>promise();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Noting(checker)}, null);
        try (SSLServerSocket server = TestKeys.listen(TLS_1_3)) {
            Future<Integer> served =
                    peers.start(() -> server.accept().getInputStream().read());
            TlsStream stream = connect(server, context, "localhost");
            runtime.core(0).spawn(stream.handshake()).join();
            assertThat(Peers.await(checker)).startsWith("rouse-tls-");
            runtime.core(0).execute(stream::close);
            served.cancel(true);
        }
    }

    /** Trusts everybody, and tells on which thread. */
    private static final class Noting extends X509ExtendedTrustManager {
        private final CompletableFuture<String> thread;

        Noting(CompletableFuture<String> thread) {
            this.thread = thread;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            thread.complete(Thread.currentThread().getName());
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            throw new AssertionError("no socket of the JDK's is in play");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            throw new AssertionError("an engine is in play");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** With TLS 1.3 one side may end before the other; with 1.2 an end is answered by an end. */
    @Test
    void writesOnAfterTheOtherSideHasEnded() throws Exception {
        Acceptor acceptor = Acceptor.start(runtime, Peers.ANY_PORT, tcp -> {
            TlsStream stream = TlsStream.server(tcp, TestKeys.context());
            ByteBuffer in = ByteBuffer.allocate(100);
            ByteBuffer out = ByteBuffer.wrap("after all".getBytes(StandardCharsets.US_ASCII));
            return Polling.of(stream, context -> {
                int n = 0;
                while (n != AsyncRead.END && n != AsyncRead.PENDING) {
                    n = stream.pollRead(context, in);
                }
                boolean written = n == AsyncRead.END && stream.pollWrite(context, out) == 9;
                return written && stream.pollShutdown(context) ? Poll.ready() : Poll.pending();
            });
        });
        try (SSLSocket socket = TestKeys.connect(acceptor.address(), TLS_1_3)) {
            socket.getOutputStream().write(1);
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("after all");
        }
    }

    @Test
    void refusesARenegotiationThatAClientStarts() throws Exception {
        try (SSLSocket socket = TestKeys.connect(serveEcho().address(), TLS_1_2)) {
            assertThat(peers.echoes(socket, Peers.random(100))).isTrue();
            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        socket.getOutputStream().write(1);
                        socket.getInputStream().read();
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesARenegotiationThatAServerStarts() throws Exception {
        try (SSLServerSocket server = TestKeys.listen(TLS_1_2)) {
            Future<Integer> served = peers.start(() -> {
                SSLSocket socket = (SSLSocket) server.accept();
                socket.getInputStream().readNBytes(4);
                socket.startHandshake();
                return socket.getInputStream().read();
            });
            TlsStream stream = connect(server, "localhost");
            JoinHandle<String> asked = runtime.core(0).spawn(ask(stream, "ping"));
            assertThatThrownBy(asked::join).rootCause().hasMessageContaining("renegotiation, which is refused");
            assertThatThrownBy(() -> Peers.await(served)).isInstanceOf(ExecutionException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {TLS_1_2, TLS_1_3})
    void takesAConnectionThatIsCutForAnError(String protocol) throws Exception {
        var ended = Peers.<Throwable>promise();
        Acceptor acceptor = Acceptor.start(runtime, Peers.ANY_PORT, tcp -> {
            Echo echo = new Echo(TlsStream.server(tcp, TestKeys.context()));
            return Polling.of(echo::drop, context -> {
                try {
                    return echo.poll(context);
                } catch (RuntimeException e) {
                    ended.complete(e.getCause());
                    throw e;
                }
            });
        });
        var tcp = Peers.connect(acceptor.address());
        SSLSocket socket =
                (SSLSocket) TestKeys.context().getSocketFactory().createSocket(tcp, "localhost", tcp.getPort(), false);
        socket.setEnabledProtocols(new String[] {protocol});
        assertThat(peers.echoes(socket, Peers.random(100))).isTrue();
        tcp.shutdownOutput();
        assertThat(Peers.await(ended)).isInstanceOf(SSLException.class).hasMessageContaining("without close_notify");
        tcp.close();
    }

    private Acceptor serveEcho() throws Exception {
        return Acceptor.start(runtime, Peers.ANY_PORT, tcp -> new Echo(TlsStream.server(tcp, TestKeys.context())));
    }

    private TlsStream connect(SSLServerSocket server, String host) throws Exception {
        return connect(server, TestKeys.context(), host);
    }

    private TlsStream connect(SSLServerSocket server, SSLContext context, String host) throws Exception {
        InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
        TcpStream tcp = runtime.core(0).spawn(TcpStream.connect(address)).join();
        return TlsStream.client(tcp, context, host, address.getPort());
    }

    /** Writes, ends its side, and reads to the end. */
    private static dev.rouse.runtime.Future<String> ask(TlsStream stream, String question) {
        ByteBuffer out = ByteBuffer.wrap(question.getBytes(StandardCharsets.US_ASCII));
        ByteBuffer in = ByteBuffer.allocate(100);
        return Polling.of(stream, context -> {
            while (out.hasRemaining()) {
                if (stream.pollWrite(context, out) == AsyncRead.PENDING) {
                    return Poll.pending();
                }
            }
            int n = 0;
            while (n >= 0) {
                n = stream.pollRead(context, in);
            }
            return n == AsyncRead.END && stream.pollShutdown(context)
                    ? Poll.ready(new String(in.array(), 0, in.position(), StandardCharsets.US_ASCII))
                    : Poll.pending();
        });
    }
}
