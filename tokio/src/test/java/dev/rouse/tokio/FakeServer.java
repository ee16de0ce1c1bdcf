package dev.rouse.tokio;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import dev.rouse.tokio.wire.Instruments.Update;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A service that speaks tokio-console's protocol, and says what it is told to: each connection gets the next list of
 * messages, as fast as it takes them, and then the end or nothing.
 */
final class FakeServer implements AutoCloseable {
    private static final String SERVICE = "rs.tokio.console.instrument.Instrument";

    private final Queue<Talk> connections = new ArrayDeque<>();
    private final Address address;
    private final Server server;
    private final @Nullable EventLoopGroup loops;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    /** What one connection is told. */
    private interface Talk extends Consumer<StreamObserver<byte[]>> {}

    private FakeServer(@Nullable BindableService another) throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(another == null ? new Console(connections) : another)
                .build()
                .start();
        address = new Address("127.0.0.1", server.getPort());
        loops = null;
    }

    private FakeServer(Path socket) throws IOException {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        server = NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .channelType(NioServerDomainSocketChannel.class)
                .bossEventLoopGroup(group)
                .workerEventLoopGroup(group)
                .addService(new Console(connections))
                .build()
                .start();
        address = Address.of(socket);
        loops = group;
    }

    static FakeServer start() throws IOException {
        return new FakeServer((BindableService) null);
    }

    /** At a socket in the file system. */
    static FakeServer at(Path socket) throws IOException {
        return new FakeServer(socket);
    }

    /** One that speaks gRPC, and serves something else. */
    static FakeServer serving(BindableService another) throws IOException {
        return new FakeServer(another);
    }

    Address address() {
        return address;
    }

    /** The next connection gets these, and is then closed. */
    FakeServer sends(List<Update> updates) {
        return sendsRaw(bytes(updates));
    }

    /** The next connection gets these, and then nothing. */
    FakeServer sendsAndStays(List<Update> updates) {
        List<byte[]> messages = bytes(updates);
        connections.add(to -> messages.forEach(to::onNext));
        return this;
    }

    /** The next connection gets these, whatever they may be, and is then closed. */
    FakeServer sendsRaw(List<byte[]> messages) {
        connections.add(to -> {
            messages.forEach(to::onNext);
            to.onCompleted();
        });
        return this;
    }

    /** The next connection gets these after so long, and then nothing. */
    FakeServer sendsAfter(Duration silence, List<Update> updates) {
        List<byte[]> messages = bytes(updates);
        connections.add(to -> later(silence, () -> messages.forEach(to::onNext)));
        return this;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whoever waits for it, waits for what it sends
    private void later(Duration time, Runnable action) {
        clock.schedule(action, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The next connection gets one of these a second, as from a console, and then nothing. */
    FakeServer sendsOneASecond(List<byte[]> messages, Sent sent) {
        Iterator<byte[]> left = messages.iterator();
        AtomicInteger number = new AtomicInteger();
        Talk next = to -> {
            if (left.hasNext()) {
                sent.at(number.incrementAndGet(), System.currentTimeMillis());
                to.onNext(left.next());
            }
        };
        connections.add(to -> every(() -> next.accept(to)));
        return this;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the server
    private void every(Runnable second) {
        clock.scheduleAtFixedRate(second, 0, 1, TimeUnit.SECONDS);
    }

    /** Is told when a message, counted from 1, is handed to the connection, in milliseconds since the epoch. */
    interface Sent {
        void at(int message, long millis);
    }

    private static List<byte[]> bytes(List<Update> updates) {
        return updates.stream().map(MessageLite::toByteArray).toList();
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
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the threads to end
    public void close() {
        server.shutdownNow();
        clock.shutdownNow();
        if (loops != null) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    /** Messages go out as they are, so that they may be no updates. */
    private record Console(Queue<Talk> connections) implements BindableService {
        @Override
        public ServerServiceDefinition bindService() {
            MethodDescriptor<byte[], byte[]> watch = MethodDescriptor.<byte[], byte[]>newBuilder()
                    .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
                    .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "WatchUpdates"))
                    .setRequestMarshaller(new Raw())
                    .setResponseMarshaller(new Raw())
                    .build();
            return ServerServiceDefinition.builder(SERVICE)
                    .addMethod(watch, ServerCalls.asyncServerStreamingCall((request, to) -> talk(to)))
                    .build();
        }

        private void talk(StreamObserver<byte[]> to) {
            Talk talk = connections.poll();
            if (talk != null) {
                talk.accept(to);
            }
        }
    }

    private static final class Raw implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream message) {
            try {
                return message.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
