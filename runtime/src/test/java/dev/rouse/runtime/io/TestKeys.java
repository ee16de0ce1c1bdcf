package dev.rouse.runtime.io;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Security;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key for localhost, made by the running JDK's keytool when it is first asked for, and valid for two days.
 *
 * <p>Before the JDK's TLS is loaded it is told to renew the keys of a connection after every megabyte, not after 128
 * GB.
 */
final class TestKeys {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final SSLContext CONTEXT = make();

    private TestKeys() {}

    /** Shows the certificate and trusts it. */
    static SSLContext context() {
        return CONTEXT;
    }

    static SSLSocket connect(InetSocketAddress address, String protocol) throws Exception {
        SSLSocket socket = (SSLSocket) CONTEXT.getSocketFactory().createSocket(address.getAddress(), address.getPort());
        socket.setSoTimeout(Peers.PATIENCE_S * 1_000);
        socket.setEnabledProtocols(new String[] {protocol});
        return socket;
    }

    static SSLServerSocket listen(String protocol) throws Exception {
        SSLServerSocket server = (SSLServerSocket)
                CONTEXT.getServerSocketFactory().createServerSocket(0, 50, Peers.ANY_PORT.getAddress());
        server.setSoTimeout(Peers.PATIENCE_S * 1_000);
        server.setEnabledProtocols(new String[] {protocol});
        return server;
    }

    private static SSLContext make() {
        try {
            Security.setProperty(
                    "jdk.tls.keyLimits", "AES/GCM/NoPadding KeyUpdate 2^20, ChaCha20-Poly1305 KeyUpdate 2^20");
            KeyStore keys = generate();
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(keys, PASSWORD);
            TrustManagerFactory others = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            others.init(keys);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), others.getTrustManagers(), null);
            return context;
        } catch (Exception e) {
            throw new AssertionError("no key could be made", e);
        }
    }

    private static KeyStore generate() throws Exception {
        Path directory = Files.createTempDirectory("rouse-keys");
        Path file = directory.resolve("keys.p12");
        try {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "test",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "san=dns:localhost,ip:127.0.0.1",
                            "-validity",
                            "2",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            file.toString(),
                            "-storepass",
                            new String(PASSWORD))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IllegalStateException("keytool failed");
            }
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                keys.load(in, PASSWORD);
            }
            return keys;
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(directory);
        }
    }
}
