package dev.rouse.runtime.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rouse.runtime.Core;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.Runtime;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AcceptorTest {
    private final Runtime runtime = Runtime.builder().cores(2).start();
    private final Map<TcpStream, Set<Integer>> coresOf = new ConcurrentHashMap<>();

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void givesEveryCoreASocketOfItsOwnAndKeepsAConnectionOnOne() throws Exception {
        Acceptor acceptor = Acceptor.start(runtime.cores(), Peers.ANY_PORT, this::noted, true);
        assertThat(acceptor.isShared()).isTrue();
        talk(acceptor.address(), 40);
        assertThat(coresOf.values())
                .hasSize(40)
                .allSatisfy(cores -> assertThat(cores).hasSize(1));
        assertThat(coresOf.values()).contains(Set.of(0), Set.of(1));
    }

    @Test
    void dealsConnectionsOutByTurnsWhereCoresCannotShareAPort() throws Exception {
        Acceptor acceptor = Acceptor.start(runtime.cores(), Peers.ANY_PORT, this::noted, false);
        assertThat(acceptor.isShared()).isFalse();
        talk(acceptor.address(), 40);
        assertThat(coresOf.values())
                .hasSize(40)
                .allSatisfy(cores -> assertThat(cores).hasSize(1));
        assertThat(coresOf.values().stream().filter(Set.of(0)::equals)).hasSize(20);
    }

    @Test
    void closesAConnectionThatItsHandlerDoesNotTake() throws Exception {
        Acceptor acceptor = Acceptor.start(runtime, Peers.ANY_PORT, stream -> {
            throw new IllegalStateException("not today");
        });
        try (Socket socket = Peers.connect(acceptor.address())) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void listensNoLongerOnceItIsClosed() throws Exception {
        Acceptor acceptor = Acceptor.start(runtime, Peers.ANY_PORT, Echo::new);
        try (Socket before = Peers.connect(acceptor.address())) {
            before.getOutputStream().write(1);
            assertThat(before.getInputStream().read()).isEqualTo(1);
            acceptor.close();
            assertThat(isRefusedSoon(acceptor.address())).isTrue();
            before.getOutputStream().write(2);
            assertThat(before.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void saysWhichAddressIsTaken() throws Exception {
        Acceptor first = Acceptor.start(runtime, Peers.ANY_PORT, Echo::new);
        assertThat(first.isShared()).isTrue();
        assertThatThrownBy(() -> Acceptor.start(runtime, first.address(), Echo::new))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(String.valueOf(first.address().getPort()));
    }

    private Future<Long> noted(TcpStream stream) {
        Echo echo = new Echo(stream);
        Set<Integer> cores = coresOf.computeIfAbsent(stream, key -> ConcurrentHashMap.newKeySet());
        cores.add(Core.current().index());
        return Polling.of(echo::drop, context -> {
            cores.add(Core.current().index());
            return echo.poll(context);
        });
    }

    private static void talk(InetSocketAddress address, int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            try (Socket socket = Peers.connect(address)) {
                socket.getOutputStream().write(i);
                assertThat(socket.getInputStream().read()).isEqualTo(i);
            }
        }
    }

    private static boolean isRefusedSoon(InetSocketAddress address) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Peers.PATIENCE_S);
        while (System.nanoTime() - end < 0) {
            try {
                Peers.connect(address).close();
            } catch (ConnectException e) {
                return true;
            }
        }
        return false;
    }

    @Test
    void acceptsOneByOneWithoutAHandler() throws Exception {
        TcpListener listener = TcpListener.bind(Peers.ANY_PORT);
        try (Socket socket = Peers.connect(listener.address())) {
            TcpStream stream = runtime.core(1).spawn(listener.accept()).join();
            assertThat(stream.remoteAddress()).isEqualTo(socket.getLocalSocketAddress());
            socket.getOutputStream().write(9);
            int n = runtime.core(1)
                    .spawn(Polling.of(stream, context -> {
                        int read = stream.pollRead(context, ByteBuffer.allocate(2));
                        return read == AsyncRead.PENDING ? Poll.<Integer>pending() : Poll.ready(read);
                    }))
                    .join();
            assertThat(n).isEqualTo(1);
        } finally {
            listener.close();
        }
    }
}
