package dev.rouse.acceptance.cases;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * <a href="https://github.com/redis/lettuce/issues/1498">lettuce #1498</a>: host names are looked up on the event loop,
 * by the JDK's resolver, which blocks: while it does, every connection of that loop stands still. The resolver is slow
 * here because its hosts file is a pipe, which the option {@code -Djdk.net.hosts.file} names. The fixed version can be
 * given Netty's resolver, which asks a name server without blocking; the one here is as slow.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody asks for this connection
final class LettuceDns1498 {
    private static final Duration LOOKUP = Duration.ofSeconds(4);
    private static final CountDownLatch LOOKING_UP = new CountDownLatch(1);

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path hosts = Path.of(System.getProperty("jdk.net.hosts.file"));
        new ProcessBuilder("mkfifo", hosts.toString()).inheritIO().start().waitFor();
        answerSlowly(hosts);
        ClientResources resources = resources();
        NioEventLoopGroup loops = resources.eventLoopGroupProvider().allocate(NioEventLoopGroup.class);
        try (ServerSocket redis = new ServerSocket(0)) {
            connect(resources, redis.getLocalPort());
            LOOKING_UP.await(3, TimeUnit.SECONDS);
            long worst = worstOfNoOps(loops);
            Outcome.end(worst > 1_500, "a no-op on an idle loop took up to " + worst + " ms");
        }
    }

    private static ClientResources resources() throws IOException {
        DefaultClientResources.Builder resources =
                DefaultClientResources.builder().ioThreadPoolSize(2);
        if (looksUpAsItIsTold()) {
            SlowNameServer server = new SlowNameServer(LOOKUP, LOOKING_UP::countDown);
            resources.addressResolverGroup(new DnsAddressResolverGroup(
                    NioDatagramChannel.class, new SingletonDnsServerAddressStreamProvider(server.start())));
        }
        return resources.build();
    }

    private static boolean looksUpAsItIsTold() {
        return Arrays.stream(DefaultClientResources.Builder.class.getMethods())
                .anyMatch(method -> method.getName().equals("addressResolverGroup"));
    }

    /** Whoever reads the hosts file gets its line, but late; the pause between two lets him see the end of the file. */
    private static void answerSlowly(Path hosts) {
        Thread dns = new Thread(() -> {
            try {
                while (true) {
                    try (OutputStream pipe = Files.newOutputStream(hosts)) { // waits for a reader
                        LOOKING_UP.countDown();
                        TimeUnit.MILLISECONDS.sleep(LOOKUP.toMillis());
                        pipe.write("127.0.0.1 redis.slow\n".getBytes(StandardCharsets.UTF_8));
                    }
                    TimeUnit.SECONDS.sleep(1);
                }
            } catch (IOException | InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        dns.setDaemon(true);
        dns.start();
    }

    private static void connect(ClientResources resources, int port) {
        RedisClient client = RedisClient.create(resources);
        client.setOptions(ClientOptions.builder().autoReconnect(false).build());
        RedisURI uri = RedisURI.builder()
                .withHost("redis.slow")
                .withPort(port)
                .withTimeout(Duration.ofSeconds(10))
                .build();
        client.connectAsync(StringCodec.UTF8, uri);
    }

    private static long worstOfNoOps(NioEventLoopGroup loops) throws InterruptedException {
        long asked = System.nanoTime();
        AtomicLong worst = new AtomicLong();
        CountDownLatch ran = new CountDownLatch(loops.executorCount());
        for (EventExecutor loop : loops) {
            loop.execute(() -> {
                worst.accumulateAndGet((System.nanoTime() - asked) / 1_000_000, Math::max);
                ran.countDown();
            });
        }
        ran.await(Outcome.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        return worst.get();
    }
}
