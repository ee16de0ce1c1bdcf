package dev.rouse.proofs.overhead;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/** A small HTTP service over Netty, on a free port of the loopback interface, that knows nothing of Rouse. */
public final class Service {
    private static final int LARGEST_REQUEST = 64 * 1024;

    private Service() {}

    public static void main(String[] args) throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        LongAdder answered = new LongAdder();
        ExecutorService workers = Executors.newFixedThreadPool(cores, Service::daemon);
        Channel listener = listen(cores, new Requests(Directory.start(), workers, answered));
        Usage.answer("" + ((InetSocketAddress) listener.localAddress()).getPort(), answered::sum);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "worker");
        thread.setDaemon(true);
        return thread;
    }

    private static Channel listen(int cores, Requests requests) throws InterruptedException {
        return new ServerBootstrap()
                .group(new NioEventLoopGroup(cores))
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(LARGEST_REQUEST), requests);
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
    }
}
