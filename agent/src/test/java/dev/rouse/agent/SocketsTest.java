package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import kotlin.coroutines.AbstractCoroutineContextElement;
import kotlin.coroutines.ContinuationInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketsTest {
    private final Sockets sockets = new Sockets(type -> {});
    private final ServerSocketChannel server = server();
    private final SocketChannel one = connect();
    private final SocketChannel two = connect();

    private static ServerSocketChannel server() {
        try {
            return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new IllegalStateException("cannot listen on loopback", e);
        }
    }

    private SocketChannel connect() {
        try {
            return SocketChannel.open(server.getLocalAddress());
        } catch (IOException e) {
            throw new IllegalStateException("cannot connect on loopback", e);
        }
    }

    @BeforeEach
    void areConnected() {
        assertThat(one.isConnected() && two.isConnected()).isTrue();
    }

    @AfterEach
    void closes() throws IOException {
        one.close();
        two.close();
        server.close();
    }

    private String address() {
        return "127.0.0.1:" + server.socket().getLocalPort();
    }

    private List<String> behind(Object callback) {
        return sockets.behind(callback).stream().map(Sockets.Open::address).toList();
    }

    @Test
    void goesNotThroughTheContextOfACoroutine() {
        class Scope extends AbstractCoroutineContextElement {
            final SocketChannel ofAnotherCoroutine = one;

            Scope() {
                super(ContinuationInterceptor.Key);
            }
        }
        Scope scope = new Scope();

        assertThat(scope.ofAnotherCoroutine.isConnected()).isTrue();
        assertThat(behind(scope)).isEmpty();
    }

    @Test
    void findsTheChannelThatACallbackCaptured() {
        SocketChannel channel = one;
        Runnable callback = () -> assertThat(channel).isNotNull();

        assertThat(behind(callback)).containsExactly(address());
    }

    @Test
    void findsASocketBehindSeveralObjects() throws IOException {
        try (Socket socket =
                new Socket(server.socket().getInetAddress(), server.socket().getLocalPort())) {
            assertThat(behind(new Holder(new Holder(new Holder(socket)))))
                    .containsExactly("127.0.0.1:" + socket.getPort());
        }
    }

    @Test
    void takesTheNearestOfTwo() {
        Holder far = new Holder(new Holder(one));

        List<Sockets.Open> found = sockets.behind(new Pair(two, far));

        assertThat(found).hasSize(1);
        assertThat(found.get(0).socket().get()).isSameAs(two);
    }

    @Test
    void findsNoneWhereTwoLieEquallyNear() {
        assertThat(behind(new Pair(one, two))).isEmpty();
    }

    @Test
    void findsTheSameChannelByTwoWays() {
        assertThat(behind(new Pair(new Holder(one), new Holder(one)))).containsExactly(address());
    }

    @Test
    void goesNowhereThroughWhatManyConnectionsShare() {
        Executor executor = new SharedExecutor(one);
        Thread thread = new Thread(() -> assertThat(one).isNotNull());

        assertThat(behind(new Holder(List.of(one)))).isEmpty();
        assertThat(behind(new Holder(Map.of("key", one)))).isEmpty();
        assertThat(behind(new Holder(new Object[] {one}))).isEmpty();
        assertThat(behind(new Holder(executor))).isEmpty();
        assertThat(behind(new Holder(thread))).isEmpty();
    }

    @Test
    void givesUpFarAwayAndInCircles() {
        Object deep = one;
        for (int i = 0; i < 20; i++) {
            deep = new Holder(deep);
        }

        assertThat(behind(deep)).isEmpty();
        assertThat(behind(new Circle())).isEmpty();
    }

    @Test
    void findsNoneThatIsNotConnectedOrClosedAlready() throws IOException {
        try (SocketChannel unconnected = SocketChannel.open();
                ServerSocket listening = new ServerSocket()) {
            two.close();

            assertThat(behind(new Holder(unconnected))).isEmpty();
            assertThat(behind(new Holder(two))).isEmpty();
            assertThat(behind(new Holder(listening))).isEmpty();
        }
    }

    @Test
    void tellsWhenAFoundConnectionHasBeenClosed() throws IOException {
        Sockets.Open open = sockets.behind(new Holder(one)).get(0);
        assertThat(open.isOpen()).isTrue();

        one.close();

        assertThat(open.isOpen()).isFalse();
    }

    @Test
    void callsNothingOfTheHosts() {
        assertThat(behind(new Hostile(new Hostile(one)))).containsExactly(address());
    }

    @Test
    void callsNothingOfAChannelThatTheHostWrote() {
        assertThat(behind(new Holder(new WrappedChannel(one)))).containsExactly(address());
    }

    record Holder(@Nullable Object held) {}

    record Pair(Object left, Object right) {}

    private static final class Circle implements Supplier<Object> {
        private final Holder self = new Holder(this);

        @Override
        public Object get() {
            return self;
        }
    }

    private record SharedExecutor(Object held) implements Executor {
        @Override
        public void execute(Runnable command) {
            command.run();
        }
    }

    /** Fails when anything but its fields is touched. */
    private static final class Hostile implements Supplier<Object> {
        private final Object held;

        Hostile(Object held) {
            this.held = held;
        }

        @Override
        public Object get() {
            throw new AssertionError("called the host: get of " + held.getClass());
        }

        @Override
        public int hashCode() {
            throw new AssertionError("called the host: hashCode");
        }

        @Override
        public boolean equals(@Nullable Object other) {
            throw new AssertionError("called the host: equals");
        }

        @Override
        public String toString() {
            throw new AssertionError("called the host: toString");
        }
    }

    /** A channel of the host's own: each of its methods fails. */
    private static final class WrappedChannel extends SocketChannel {
        private final SocketChannel wrapped;

        WrappedChannel(SocketChannel wrapped) {
            super(SelectorProvider.provider());
            this.wrapped = wrapped;
        }

        private AssertionError called() {
            return new AssertionError("called a channel of the host that wraps " + wrapped);
        }

        @Override
        public boolean isConnected() {
            throw called();
        }

        @Override
        public SocketAddress getRemoteAddress() {
            throw called();
        }

        @Override
        public SocketAddress getLocalAddress() {
            throw called();
        }

        @Override
        public SocketChannel bind(@Nullable SocketAddress local) {
            throw called();
        }

        @Override
        public <T> SocketChannel setOption(SocketOption<T> name, T value) {
            throw called();
        }

        @Override
        public <T> T getOption(SocketOption<T> name) {
            throw called();
        }

        @Override
        public Set<SocketOption<?>> supportedOptions() {
            throw called();
        }

        @Override
        public SocketChannel shutdownInput() {
            throw called();
        }

        @Override
        public SocketChannel shutdownOutput() {
            throw called();
        }

        @Override
        public Socket socket() {
            throw called();
        }

        @Override
        public boolean isConnectionPending() {
            throw called();
        }

        @Override
        public boolean connect(SocketAddress remote) {
            throw called();
        }

        @Override
        public boolean finishConnect() {
            throw called();
        }

        @Override
        public int read(ByteBuffer into) {
            throw called();
        }

        @Override
        public long read(ByteBuffer[] into, int offset, int length) {
            throw called();
        }

        @Override
        public int write(ByteBuffer from) {
            throw called();
        }

        @Override
        public long write(ByteBuffer[] from, int offset, int length) {
            throw called();
        }

        @Override
        protected void implCloseSelectableChannel() {
            throw called();
        }

        @Override
        protected void implConfigureBlocking(boolean block) {
            throw called();
        }
    }
}
