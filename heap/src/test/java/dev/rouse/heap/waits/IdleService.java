package dev.rouse.heap.waits;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.net.httpserver.HttpServer;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.file.FileSystems;
import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;

/** What an ordinary service of the JDK's parts, and of libraries, keeps waiting while it has nothing to do. */
public final class IdleService {
    private static final List<Object> KEPT = new ArrayList<>();

    private IdleService() {}

    /** @param args the files for a dump of all objects, and for one of the live ones */
    public static void main(String[] args) throws Exception {
        http();
        pools();
        timers();
        channels();
        KEPT.addAll(IdleLibraries.start());
        JMXConnectorServer jmx = JMXConnectorServerFactory.newJMXConnectorServer(
                new JMXServiceURL("rmi", "127.0.0.1", 0), null, ManagementFactory.getPlatformMBeanServer());
        jmx.start();
        KEPT.add(jmx);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown));
        Thread awaits = new Thread(() -> await(stopped), "awaits the shutdown");
        awaits.start();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        jvm.dumpHeap(args[0], false);
        jvm.dumpHeap(args[1], true);
        System.out.println("dumped");
        Runtime.getRuntime().halt(0);
    }

    private static void http() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        HttpServer server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(2));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        HttpClient client = HttpClient.newHttpClient();
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        for (int i = 0; i < 3; i++) {
            HttpResponse<Void> unused =
                    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding());
        }
        KEPT.add(server);
        KEPT.add(client);
    }

    private static void pools() throws Exception {
        for (ExecutorService pool : List.of(
                Executors.newFixedThreadPool(2),
                Executors.newCachedThreadPool(),
                Executors.newSingleThreadExecutor(),
                Executors.newWorkStealingPool(),
                new ForkJoinPool(2))) {
            pool.submit(() -> {}).get();
            KEPT.add(pool);
        }
        CompletableFuture.runAsync(() -> {}).get();
        KEPT.add(new CompletableFuture<Integer>().orTimeout(1, TimeUnit.HOURS));
    }

    private static void timers() {
        ScheduledExecutorService scheduled = Executors.newScheduledThreadPool(2);
        KEPT.add(scheduled.scheduleAtFixedRate(() -> {}, 0, 1, TimeUnit.HOURS));
        KEPT.add(scheduled);
        Timer timer = new Timer("a timer", true);
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {}
                },
                3_600_000);
        KEPT.add(timer);
        KEPT.add(new Timer("a timer with nothing to do", true));
        Timer unused = new Timer("a timer that nobody keeps", true);
    }

    private static void channels() throws Exception {
        KEPT.add(FileSystems.getDefault().newWatchService());
        AsynchronousServerSocketChannel accepting =
                AsynchronousServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        KEPT.add(accepting.accept());
        KEPT.add(accepting);
        Process cat = new ProcessBuilder("cat").start();
        KEPT.add(cat);
        Thread waits = new Thread(() -> {
            try {
                cat.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waits.setDaemon(true);
        waits.start();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
