package dev.rouse.acceptance;

import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The console of a Tokio service, which sends whoever connects what a real one has sent once, and then nothing. */
final class TokioService implements AutoCloseable {
    private static final Path STREAMS = Path.of("..", "tokio", "src", "test", "resources", "streams");
    private static final String CONSOLE = "rs.tokio.console.instrument.Instrument";

    private final Server server;

    private TokioService(List<byte[]> updates) throws IOException {
        MethodDescriptor<byte[], byte[]> watch = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
                .setFullMethodName(CONSOLE + "/WatchUpdates")
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(ServerServiceDefinition.builder(CONSOLE)
                        .addMethod(
                                watch,
                                ServerCalls.asyncServerStreamingCall((request, to) -> updates.forEach(to::onNext)))
                        .build())
                .build()
                .start();
    }

    /** @param stream a recording of {@code examples/tokio/record.sh} */
    static TokioService playing(String stream) throws IOException {
        List<byte[]> updates = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(
                new GZIPInputStream(Files.newInputStream(STREAMS.resolve(stream + ".updates.gz"))))) {
            while (true) {
                updates.add(in.readNBytes(in.readInt()));
            }
        } catch (EOFException end) {
            return new TokioService(updates);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
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
