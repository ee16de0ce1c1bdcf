package dev.rouse.heap.waits;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.pool2.BasePooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoProcessor;
import reactor.core.scheduler.Schedulers;

/** What ordinary services of well-known libraries keep waiting while they have nothing to do. */
final class IdleLibraries {
    private IdleLibraries() {}

    static List<Object> start() throws Exception {
        List<Object> kept = new ArrayList<>();
        netty(kept);
        jetty(kept);
        reactor(kept);
        pool(kept);
        return kept;
    }

    private static void netty(List<Object> kept) throws Exception {
        NioEventLoopGroup loops = new NioEventLoopGroup(2);
        Channel server = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInboundHandlerAdapter())
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        Channel client = new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .connect((InetSocketAddress) server.localAddress())
                .sync()
                .channel();
        kept.add(client.closeFuture().addListener(closed -> kept.remove(client)));
        DefaultEventExecutorGroup executors = new DefaultEventExecutorGroup(2);
        kept.add(executors);
        executors.submit(() -> {}).sync();
        Thread awaits = new Thread(() -> server.closeFuture().awaitUninterruptibly(), "awaits the server's end");
        awaits.setDaemon(true);
        awaits.start();
    }

    private static void jetty(List<Object> kept) throws Exception {
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                Content.Sink.write(response, true, "well", callback);
                return true;
            }
        });
        server.start();
        kept.add(server);
        int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        HttpResponse<String> unused = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        Thread joins = new Thread(
                () -> {
                    try {
                        server.join();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "joins the server");
        joins.setDaemon(true);
        joins.start();
    }

    private static void reactor(List<Object> kept) {
        kept.add(Flux.interval(Duration.ofHours(1)).subscribe());
        MonoProcessor<Integer> asked = MonoProcessor.create();
        kept.add(asked);
        Thread blocks = new Thread(() -> asked.map(i -> i + 1).block(), "blocks on a Mono");
        blocks.setDaemon(true);
        blocks.start();
        Integer unused = Mono.fromCallable(() -> 1)
                .subscribeOn(Schedulers.boundedElastic())
                .publishOn(Schedulers.parallel())
                .block();
        kept.add(asked.toFuture().thenApply(i -> i + 1));
    }

    private static void pool(List<Object> kept) throws Exception {
        GenericObjectPool<Object> pool = new GenericObjectPool<>(new BasePooledObjectFactory<Object>() {
            @Override
            public Object create() {
                return new Object();
            }

            @Override
            public PooledObject<Object> wrap(Object connection) {
                return new DefaultPooledObject<>(connection);
            }
        });
        pool.setMaxTotal(1);
        pool.setTimeBetweenEvictionRunsMillis(3_600_000);
        kept.add(pool);
        kept.add(pool.borrowObject());
        Thread borrows = new Thread(
                () -> {
                    try {
                        Object unused = pool.borrowObject();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                "borrows");
        borrows.setDaemon(true);
        borrows.start();
    }
}
