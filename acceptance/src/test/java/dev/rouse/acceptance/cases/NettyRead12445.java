package dev.rouse.acceptance.cases;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.flow.FlowControlHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * <a href="https://github.com/netty/netty/issues/12445">netty #12445</a>: automatic reading is switched on again while
 * {@code FlowControlHandler} still queues a message; it keeps that read for itself, so the connection is never read
 * again.
 */
@SuppressWarnings("FutureReturnValueIgnored") // as its users do
final class NettyRead12445 {
    private static final CountDownLatch ALL = new CountDownLatch(4);

    public static void main(String[] arguments) throws InterruptedException, IOException {
        Channel server = new ServerBootstrap()
                .group(new NioEventLoopGroup(1))
                .channel(NioServerSocketChannel.class)
                .childHandler(new Messages())
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        try (Socket client =
                new Socket(InetAddress.getLoopbackAddress(), ((InetSocketAddress) server.localAddress()).getPort())) {
            client.getOutputStream().write(new byte[] {1, 2}); // one segment: the second message has to be queued
            TimeUnit.MILLISECONDS.sleep(600);
            client.getOutputStream().write(new byte[] {3, 4});
            boolean answered = ALL.await(Outcome.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            Outcome.end(!answered, 4 - ALL.getCount() + " of 4 messages were delivered");
        }
    }

    private static final class Messages extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline().addLast(new OneByteEach(), new FlowControlHandler(), new PausesAfterTheFirst());
        }
    }

    private static final class OneByteEach extends ByteToMessageDecoder {
        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            out.add(in.readByte());
        }
    }

    private static final class PausesAfterTheFirst extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (ALL.getCount() == 4) {
                context.channel().config().setAutoRead(false);
                context.executor()
                        .schedule(() -> context.channel().config().setAutoRead(true), 200, TimeUnit.MILLISECONDS);
            }
            ALL.countDown();
        }
    }
}
