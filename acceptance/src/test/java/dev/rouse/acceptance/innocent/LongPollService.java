package dev.rouse.acceptance.innocent;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.EventExecutorGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Long polling on Netty: every answer is seconds late. Some connections are answered by a timer of their loop, others
 * by a handler that blocks, on the group of executors that it was given for that.
 */
@SuppressWarnings("FutureReturnValueIgnored") // as its users do
final class LongPollService {
    private static final long HELD_MS = 2_000;
    private static final int EACH = 4;
    private static final Life LIFE = new Life();

    public static void main(String[] arguments) throws InterruptedException, IOException {
        EventLoopGroup group = new NioEventLoopGroup(1);
        EventExecutorGroup blocking = new DefaultEventExecutorGroup(2);
        Channel server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new ByTimer()).addLast(blocking, new ByBlocking());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        int port = ((InetSocketAddress) server.localAddress()).getPort();
        for (int i = 0; i < EACH; i++) {
            poll(port, 'T');
            poll(port, 'B');
        }
        CountDownLatch end = new CountDownLatch(1);
        Socket quick = new Socket(InetAddress.getLoopbackAddress(), port);
        LIFE.liveBeside(number -> ask(quick, 'Q'), end::countDown);
        end.await();
        LIFE.end();
    }

    private static void poll(int port, int how) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        Thread client = new Thread(() -> {
            try {
                while (true) {
                    ask(socket, how);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        client.setDaemon(true);
        client.start();
    }

    private static void ask(Socket socket, int how) throws IOException {
        socket.getOutputStream().write(how);
        LIFE.check(how, socket.getInputStream().read());
    }

    private static int how(Object message) {
        io.netty.buffer.ByteBuf bytes = (io.netty.buffer.ByteBuf) message;
        return bytes.getByte(bytes.readerIndex());
    }

    private static final class ByTimer extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            switch (how(message)) {
                case 'Q' -> context.writeAndFlush(message);
                case 'T' ->
                    context.executor().schedule(() -> context.writeAndFlush(message), HELD_MS, TimeUnit.MILLISECONDS);
                default -> context.fireChannelRead(message);
            }
        }
    }

    private static final class ByBlocking extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            Life.sleep(HELD_MS);
            context.writeAndFlush(message);
        }
    }
}
