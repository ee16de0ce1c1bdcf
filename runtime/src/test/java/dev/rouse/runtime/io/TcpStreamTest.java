package dev.rouse.runtime.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rouse.runtime.Breach;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.JoinHandle;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.Runtime;
import dev.rouse.runtime.TaskFailedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TcpStreamTest {
    private final List<Breach> breaches = new CopyOnWriteArrayList<>();
    private final CountDownLatch breached = new CountDownLatch(1);
    private final Runtime runtime =
            Runtime.builder().cores(2).onBreach(this::breached).start();
    private final Peers peers = new Peers();

    /** How long tasks wait for a processor is this machine's business, not the streams'. */
    private void breached(Breach breach) {
        if (breach.fact() != Breach.Fact.LATE && breach.fact() != Breach.Fact.BLOCKED) {
            breaches.add(breach);
            breached.countDown();
        }
    }

    @AfterEach
    void close() {
        peers.close();
        runtime.close();
    }

    @Test
    void echoesOnManyConnectionsAtOnce() throws Exception {
        Acceptor acceptor = Acceptor.start(runtime, Peers.ANY_PORT, Echo::new);
        List<java.util.concurrent.Future<Boolean>> echoed = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            byte[] sent = Peers.random(20_000 + i);
            echoed.add(peers.start(() -> {
                try (Socket socket = Peers.connect(acceptor.address())) {
                    return peers.echoes(socket, sent);
                }
            }));
        }
        for (java.util.concurrent.Future<Boolean> one : echoed) {
            assertThat(Peers.await(one)).isTrue();
        }
        assertThat(breaches).isEmpty();
    }

    @Test
    void readsTheEndOfHalfAConnectionAndWritesOnTheOther() throws Exception {
        Acceptor acceptor = Acceptor.start(runtime, Peers.ANY_PORT, Echo::new);
        try (Socket socket = Peers.connect(acceptor.address())) {
            socket.getOutputStream().write("half".getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("half");
        }
    }

    @Test
    void readsOnAfterItsOwnOutputIsShutDown() throws Exception {
        try (ServerSocket server = listen()) {
            JoinHandle<String> end = runtime.spawn(connected(server, stream -> {
                ByteBuffer in = ByteBuffer.allocate(100);
                return Polling.of(stream, context -> {
                    assertThat(stream.pollShutdown(context)).isTrue();
                    int n = stream.pollRead(context, in);
                    while (n >= 0) {
                        n = stream.pollRead(context, in);
                    }
                    return n == AsyncRead.PENDING
                            ? Poll.pending()
                            : Poll.ready(new String(in.array(), 0, in.position(), StandardCharsets.US_ASCII));
                });
            }));
            Socket socket = server.accept();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            socket.getOutputStream().write("late".getBytes(StandardCharsets.US_ASCII));
            socket.close();
            assertThat(end.join()).isEqualTo("late");
        }
    }

    @Test
    void waitsWhileThePeerDoesNotRead() throws Exception {
        try (ServerSocket server = listen()) {
            int total = 32 << 20;
            CountDownLatch waits = new CountDownLatch(1);
            JoinHandle<Integer> sent = runtime.spawn(connected(server, stream -> {
                ByteBuffer out = ByteBuffer.allocate(1 << 20);
                int[] rest = {total};
                return Polling.of(stream, context -> {
                    while (rest[0] > 0) {
                        int n = stream.pollWrite(context, out);
                        if (n == AsyncRead.PENDING) {
                            waits.countDown();
                            return Poll.pending();
                        }
                        rest[0] -= n;
                        if (!out.hasRemaining()) {
                            out.clear().limit(Math.min(out.capacity(), Math.max(1, rest[0])));
                        }
                    }
                    return Poll.ready(total - rest[0]);
                });
            }));
            Socket socket = server.accept();
            assertThat(waits.await(Peers.PATIENCE_S, TimeUnit.SECONDS)).isTrue();
            assertThat(sent.isDone()).isFalse();
            assertThat(socket.getInputStream().readAllBytes()).hasSize(sent.join());
            assertThat(breaches).isEmpty();
        }
    }

    @Test
    void failsToConnectWhereNobodyListens() throws Exception {
        try (Socket silent = new Socket()) {
            silent.bind(Peers.ANY_PORT); // and does not listen: so nobody else can
            assertThatThrownBy(() -> runtime.blockOn(TcpStream.connect(silent.getLocalSocketAddress())))
                    .isInstanceOf(TaskFailedException.class)
                    .rootCause()
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void wakesAndTellsAReaderWhoseStreamIsClosed() throws Exception {
        try (ServerSocket server = listen()) {
            TcpStream stream = runtime.core(0)
                    .spawn(TcpStream.connect(server.getLocalSocketAddress()))
                    .join();
            CountDownLatch waits = new CountDownLatch(1);
            JoinHandle<Integer> reader = runtime.core(0).spawn(Polling.of(stream, context -> {
                int n = stream.pollRead(context, ByteBuffer.allocate(10));
                waits.countDown();
                return n == AsyncRead.PENDING ? Poll.pending() : Poll.ready(n);
            }));
            waits.await();
            runtime.core(0).execute(stream::close);
            assertThatThrownBy(reader::join).rootCause().isInstanceOf(ClosedChannelException.class);
        }
    }

    /** So a poll that nobody asked for, as an audit is, cannot take the bytes whose wake is on its way. */
    @Test
    void takesNothingOnAPollThatNobodyAskedFor() throws Exception {
        try (ServerSocket server = listen()) {
            TcpStream stream = runtime.core(0)
                    .spawn(TcpStream.connect(server.getLocalSocketAddress()))
                    .join();
            Socket socket = server.accept();
            ByteBuffer in = ByteBuffer.allocate(10);
            int[] polls = {0};
            JoinHandle<Integer> reader = runtime.core(0).spawn(Polling.of(stream, context -> {
                int n = stream.pollRead(context, in);
                if (polls[0]++ == 0) {
                    assertThat(n).isEqualTo(AsyncRead.PENDING);
                    socket.getOutputStream().write(7);
                    assertThat(stream.pollRead(context, in)).isEqualTo(AsyncRead.PENDING);
                }
                return n == AsyncRead.PENDING ? Poll.pending() : Poll.ready(n);
            }));
            assertThat(reader.join()).isEqualTo(1);
        }
    }

    @Test
    void refusesToBeWatchedByTwoCores() throws Exception {
        try (ServerSocket server = listen()) {
            TcpStream stream = runtime.core(0)
                    .spawn(TcpStream.connect(server.getLocalSocketAddress()))
                    .join();
            CountDownLatch waits = new CountDownLatch(1);
            Future<Integer> read = Polling.of(() -> {}, context -> {
                stream.pollRead(context, ByteBuffer.allocate(1));
                waits.countDown();
                return Poll.pending();
            });
            JoinHandle<Integer> first = runtime.core(0).spawn(read);
            waits.await();
            first.cancel();
            Future<Integer> write = Polling.of(stream, context -> {
                ByteBuffer out = ByteBuffer.allocate(1 << 20);
                while (stream.pollWrite(context, out.clear()) != AsyncRead.PENDING) {
                    // until the system's buffers are full
                }
                return Poll.pending();
            });
            assertThatThrownBy(() -> runtime.core(1).spawn(write).join())
                    .rootCause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("stays where it was first polled");
        }
    }

    /** Four audits fall into this time: at 1, 3 and, of what moved in between, at 1 s again. */
    @Test
    void findsNothingInConnectionsThatAreIdle() throws Exception {
        Acceptor acceptor = Acceptor.start(runtime, Peers.ANY_PORT, Echo::new);
        Acceptor secure = Acceptor.start(
                runtime, Peers.ANY_PORT, stream -> new Echo(TlsStream.server(stream, TestKeys.context())));
        List<Socket> idle = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Socket plain = Peers.connect(acceptor.address());
            Socket tls = TestKeys.connect(secure.address(), i % 2 == 0 ? "TLSv1.2" : "TLSv1.3");
            assertThat(peers.echoes(plain, Peers.random(10))).isTrue();
            assertThat(peers.echoes(tls, Peers.random(10))).isTrue();
            idle.addAll(List.of(plain, tls));
        }
        assertThat(breached.await(4_500, TimeUnit.MILLISECONDS))
                .as("%s", breaches)
                .isFalse();
        for (Socket socket : idle) {
            socket.close();
        }
    }

    private static ServerSocket listen() throws IOException {
        ServerSocket server = new ServerSocket(0, 50, Peers.ANY_PORT.getAddress());
        server.setSoTimeout(Peers.PATIENCE_S * 1_000);
        return server;
    }

    /** Connects, and goes on with what is made of the stream. */
    private static <T> Future<T> connected(
            ServerSocket server, java.util.function.Function<TcpStream, Future<T>> then) {
        Future<TcpStream> connect = TcpStream.connect(server.getLocalSocketAddress());
        AtomicReference<@Nullable Future<T>> second = new AtomicReference<>();
        AutoCloseable both = () -> {
            Future<T> made = second.get();
            if (made != null) {
                made.drop();
            }
        };
        return Polling.of(both, context -> {
            Future<T> made = second.get();
            if (made == null) {
                Poll<TcpStream> stream = connect.poll(context);
                if (stream.isPending()) {
                    return Poll.pending();
                }
                made = then.apply(stream.get());
                second.set(made);
            }
            return made.poll(context);
        });
    }
}
