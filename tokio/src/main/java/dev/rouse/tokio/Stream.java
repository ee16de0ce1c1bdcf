package dev.rouse.tokio;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rouse.tokio.wire.InstrumentGrpc;
import dev.rouse.tokio.wire.Instruments.InstrumentRequest;
import io.grpc.CallOptions;
import io.grpc.KnownLength;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a service, and the updates that come over it. The next is asked for when one has been looked
 * through; a service drops a reader who lags, and says so by ending the stream.
 */
final class Stream implements AutoCloseable {
    /** A service with a hundred thousand tasks has been seen to send 206 MB at once. */
    static final int LARGEST = 256 << 20;

    private static final int WINDOW = 8 << 20;
    private static final int ALIVE_S = 10;
    private static final int TO_CONNECT_MS = 5_000;

    /** It warns of an option that sockets in the file system do not have. */
    private static final Logger BOOTSTRAP = Logger.getLogger("io.grpc.netty.shaded.io.netty.bootstrap");

    static {
        BOOTSTRAP.setLevel(Level.SEVERE);
    }

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final ManagedChannel channel;
    /** Those of a socket in the file system; null where gRPC has its own. */
    private final @Nullable EventLoopGroup loops;

    private final Reader reader = new Reader();

    /**
     * What arrives.
     *
     * @param update null at the end of the stream
     * @param end why it ended; null as long as it has not
     */
    record Signal(@Nullable RawUpdate update, @Nullable Status end) {}

    private Stream(ManagedChannel channel, @Nullable EventLoopGroup loops) {
        this.channel = channel;
        this.loops = loops;
    }

    static Stream open(Address address) {
        Path file = address.file();
        EventLoopGroup loops = file == null ? null : new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        NettyChannelBuilder builder = file == null || loops == null
                ? NettyChannelBuilder.forAddress(address.host(), address.port())
                        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, TO_CONNECT_MS)
                : NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(file))
                        .overrideAuthority("localhost")
                        .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
                        .eventLoopGroup(loops);
        ManagedChannel channel = builder.usePlaintext()
                .proxyDetector(target -> null)
                .maxInboundMessageSize(LARGEST)
                .flowControlWindow(WINDOW)
                .keepAliveTime(ALIVE_S, TimeUnit.SECONDS)
                .keepAliveTimeout(ALIVE_S, TimeUnit.SECONDS)
                .disableRetry()
                .build();
        Stream stream = new Stream(channel, loops);
        ClientCalls.asyncServerStreamingCall(
                channel.newCall(updates(), CallOptions.DEFAULT), InstrumentRequest.getDefaultInstance(), stream.reader);
        return stream;
    }

    private static MethodDescriptor<InstrumentRequest, RawUpdate> updates() {
        return InstrumentGrpc.getWatchUpdatesMethod().toBuilder(
                        ProtoUtils.marshaller(InstrumentRequest.getDefaultInstance()), new Raw())
                .build();
    }

    /** The next update, or the end; null when neither has come within so long. */
    @Nullable Signal next(long millis) throws InterruptedException {
        return signals.poll(millis, TimeUnit.MILLISECONDS);
    }

    /** What came last has been read, and its place may be used for the next update. */
    void ask() {
        reader.ask();
    }

    /** Whoever waits for the next update is told that there is none. */
    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the threads to end
    public void close() {
        channel.shutdownNow();
        if (loops != null) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    static Status nonsense(InvalidProtocolBufferException why) {
        return Status.INTERNAL.withDescription("Invalid protobuf byte sequence").withCause(why);
    }

    /** Reads all updates into the same place, as long as they are about as large. */
    private static final class Raw implements MethodDescriptor.Marshaller<RawUpdate> {
        private static final int TOO_LARGE = 4;

        private byte[] place = {};

        @Override
        public InputStream stream(RawUpdate update) {
            throw new UnsupportedOperationException("a client only reads updates");
        }

        @Override
        public RawUpdate parse(InputStream message) {
            try {
                int length = read(message);
                return RawUpdate.of(place, length);
            } catch (InvalidProtocolBufferException e) {
                throw nonsense(e).asRuntimeException();
            } catch (IOException e) {
                throw Status.INTERNAL.withCause(e).asRuntimeException();
            }
        }

        private int read(InputStream message) throws IOException {
            if (!(message instanceof KnownLength)) {
                place = message.readAllBytes();
                return place.length;
            }
            int length = message.available();
            if (place.length < length || place.length / TOO_LARGE > length) {
                place = new byte[length + length / TOO_LARGE];
            }
            return message.readNBytes(place, 0, length);
        }
    }

    private final class Reader implements ClientResponseObserver<InstrumentRequest, RawUpdate> {
        private volatile @Nullable ClientCallStreamObserver<InstrumentRequest> call;

        @Override
        public void beforeStart(ClientCallStreamObserver<InstrumentRequest> started) {
            call = started;
            started.disableAutoRequestWithInitial(1);
        }

        void ask() {
            ClientCallStreamObserver<InstrumentRequest> known = call;
            if (known != null) {
                known.request(1);
            }
        }

        @Override
        public void onNext(RawUpdate update) {
            signals.add(new Signal(update, null));
        }

        @Override
        public void onError(Throwable error) {
            signals.add(new Signal(null, Status.fromThrowable(error)));
        }

        @Override
        public void onCompleted() {
            signals.add(new Signal(null, Status.OK));
        }
    }
}
