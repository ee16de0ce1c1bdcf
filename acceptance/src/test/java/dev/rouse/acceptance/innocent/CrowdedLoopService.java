package dev.rouse.acceptance.innocent;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/**
 * One event loop with more to do than it can, all in small pieces: a turn of it serves forty connections and takes
 * longer than a handler may, but each message has its turn.
 */
@SuppressWarnings("FutureReturnValueIgnored") // as its users do
public final class CrowdedLoopService {
    private static final int CONNECTIONS = 40;
    private static final Life LIFE = new Life();

    private CrowdedLoopService() {}

    public static void main(String[] arguments) throws InterruptedException, IOException {
        Channel server = new ServerBootstrap()
                .group(new NioEventLoopGroup(1))
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Works());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        for (int i = 0; i < CONNECTIONS; i++) {
            client(((InetSocketAddress) server.localAddress()).getPort());
        }
        TimeUnit.SECONDS.sleep(Long.getLong("rouse.innocent.seconds", 8));
        LIFE.end();
    }

    private static void client(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        Thread client = new Thread(() -> {
            try {
                while (true) {
                    socket.getOutputStream().write('S');
                    LIFE.check((int) 'S', socket.getInputStream().read());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        client.setDaemon(true);
        client.start();
    }

    private static final class Works extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            long seed = 1;
            for (int i = 0; i < 10; i++) {
                seed = Life.work(seed);
            }
            context.writeAndFlush(seed == 0 ? context.alloc().buffer() : message);
        }
    }
}
