package dev.rouse.acceptance.innocent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK's own HTTP server and client. */
final class JdkHttpService {

    public static void main(String[] arguments) throws Exception {
        Life life = new Life();
        CountDownLatch shutdown = new CountDownLatch(1);
        ExecutorService workers = Executors.newFixedThreadPool(4);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.createContext("/" + WebLoad.FAST, exchange -> answer(exchange, WebLoad.FAST));
        server.createContext("/" + WebLoad.SLOW, JdkHttpService::answerSlowly);
        server.start();
        life.liveBeside(new WebLoad(life, server.getAddress().getPort()), shutdown::countDown);
        shutdown.await();
        server.stop(0);
        life.end();
    }

    private static void answerSlowly(HttpExchange exchange) throws IOException {
        Life.sleep(WebLoad.SLOW_MS);
        answer(exchange, WebLoad.SLOW);
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
