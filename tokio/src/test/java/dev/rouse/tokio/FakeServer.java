package dev.rouse.tokio;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rouse.tokio.wire.InstrumentGrpc;
import dev.rouse.tokio.wire.Instruments.InstrumentRequest;
import dev.rouse.tokio.wire.Instruments.Update;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.zip.GZIPInputStream;

/**
 * A service that speaks tokio-console's protocol, and says what it is told to: each connection gets the next list of
 * updates, as fast as it takes them, and then the end or nothing.
 */
final class FakeServer implements AutoCloseable {
    private final Queue<Connection> connections = new ArrayDeque<>();
    private final Server server;

    private record Connection(List<Update> updates, boolean ends) {}

    private FakeServer() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new Console())
                .build()
                .start();
    }

    static FakeServer start() throws IOException {
        return new FakeServer();
    }

    Address address() {
        return new Address("127.0.0.1", server.getPort());
    }

    /** The next connection gets these, and is then closed. */
    FakeServer sends(List<Update> updates) {
        connections.add(new Connection(List.copyOf(updates), true));
        return this;
    }

    /** The next connection gets these, and then nothing. */
    FakeServer sendsAndStays(List<Update> updates) {
        connections.add(new Connection(List.copyOf(updates), false));
        return this;
    }

    /** A stream that was recorded: messages after their lengths, compressed as a whole. */
    static List<Update> recorded(InputStream compressed) {
        List<Update> updates = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(compressed))) {
            while (true) {
                updates.add(Update.parseFrom(in.readNBytes(in.readInt())));
            }
        } catch (EOFException end) {
            return updates;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the recording holds what is no update", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private final class Console extends InstrumentGrpc.InstrumentImplBase {
        @Override
        public void watchUpdates(InstrumentRequest request, StreamObserver<Update> to) {
            Connection connection = connections.poll();
            if (connection != null) {
                connection.updates().forEach(to::onNext);
            }
            if (connection != null && connection.ends()) {
                to.onCompleted();
            }
        }
    }
}
