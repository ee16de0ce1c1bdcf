package dev.rouse.proofs.echo;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** One echo server in this JVM; prints its port, and ends when its input does. */
public final class Server {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private Server() {}

    /** Arguments: rouse, rouse-undiagnosed or netty; then a key store for TLS, or nothing. */
    public static void main(String[] args) throws Exception {
        SSLContext tls = args.length > 1 ? tls(Path.of(args[1])) : null;
        System.out.println(start(args[0], tls));
        while (System.in.read() >= 0) {
            // until the parent ends
        }
        java.lang.Runtime.getRuntime().halt(0);
    }

    private static int start(String name, @Nullable SSLContext tls) throws Exception {
        return switch (name) {
            case "rouse" -> RouseEcho.start(true, tls);
            case "rouse-undiagnosed" -> RouseEcho.start(false, tls);
            case "netty" -> NettyEcho.start(tls);
            default -> throw new IllegalArgumentException("no server is called " + name);
        };
    }

    static SSLContext tls(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory key = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        key.init(keys, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(key.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
