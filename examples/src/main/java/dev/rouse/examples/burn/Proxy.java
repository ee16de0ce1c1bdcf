package dev.rouse.examples.burn;

import dev.rouse.examples.story.Arguments;
import dev.rouse.runtime.Runtime;
import dev.rouse.runtime.io.Acceptor;
import dev.rouse.runtime.io.TcpStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** A TLS proxy on one core: it takes TLS off, and passes bytes on to a backend and back. */
final class Proxy implements AutoCloseable {
    private final Acceptor acceptor;
    private final AtomicInteger open;

    private Proxy(Acceptor acceptor, AtomicInteger open) {
        this.acceptor = acceptor;
        this.open = open;
    }

    /** Listens on a free port of the loopback interface. */
    static Proxy start(Runtime runtime, SSLContext keys, InetSocketAddress backend, boolean mended) throws IOException {
        AtomicInteger open = new AtomicInteger();
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new Proxy(
                Acceptor.start(
                        runtime,
                        anyPort,
                        tcp -> new ProxyConnection(
                                new ProxyTlsStream(tcp, keys, mended), TcpStream.connect(backend), open)),
                open);
    }

    int port() {
        return acceptor.address().getPort();
    }

    /** Connections that have not ended. */
    int open() {
        return open.get();
    }

    @Override
    public void close() {
        acceptor.close();
    }

    /** Options: {@code --keys FILE}, {@code --backend PORT}, {@code --fixed}. Ends with its input. */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        Arguments arguments = Arguments.of(Set.of("keys", "backend", "fixed"), args);
        SSLContext keys = Keys.read(Path.of(arguments.text("keys", "keys.p12")));
        InetSocketAddress backend =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), arguments.number("backend", 8080));
        warmUp(keys, backend);
        // This operator's log says nothing; what the runtime sees goes to Rouse all the same, when that is there.
        Runtime.Builder builder = Runtime.builder().cores(1).name("proxy").onBreach(breach -> {});
        try (Runtime runtime = builder.start();
                Proxy proxy = start(runtime, keys, backend, arguments.has("fixed"))) {
            System.out.println("listening on 127.0.0.1:" + proxy.port());
            new Gauges(runtime, proxy).start();
            while (System.in.read() >= 0) {
                // serves meanwhile
            }
        }
    }

    /** Loads the classes of TLS, which would hold up the core for the first client. */
    private static void warmUp(SSLContext keys, InetSocketAddress backend) throws IOException {
        try (Runtime once = Runtime.builder().cores(1).diagnosis(false).start();
                Proxy proxy = start(once, keys, backend, true);
                Client client = Client.connect(keys, proxy.port())) {
            client.put(new byte[100]);
            client.end();
        }
    }
}
