package dev.rouse.acceptance.innocent;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.FixedLengthFrameDecoder;
import io.netty.util.concurrent.Promise;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A Netty echo of numbers, some of them 2.5 s late; main waits in {@code closeFuture().sync()}. */
@SuppressWarnings("FutureReturnValueIgnored") // as its users do
final class NettyEchoService {
    private static final Life LIFE = new Life();

    public static void main(String[] arguments) throws InterruptedException {
        EventLoopGroup group = new NioEventLoopGroup(2);
        Channel server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(numbers(Echo::new))
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        Client client = new Client();
        Channel connection = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(numbers(() -> client))
                .connect(server.localAddress())
                .sync()
                .channel();
        LIFE.liveBeside(number -> client.round(number, connection), server::close);
        server.closeFuture().sync();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
        LIFE.end();
    }

    private static ChannelInitializer<Channel> numbers(Supplier<ChannelHandler> handler) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new FixedLengthFrameDecoder(Integer.BYTES), handler.get());
            }
        };
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf number = (ByteBuf) message;
            if (Life.isSlow(number.getInt(number.readerIndex()))) {
                context.executor().schedule(() -> context.writeAndFlush(number), 2500, TimeUnit.MILLISECONDS);
            } else {
                context.writeAndFlush(number);
            }
        }
    }

    private static final class Client extends SimpleChannelInboundHandler<ByteBuf> {
        private final Queue<Promise<Integer>> asked = new ConcurrentLinkedQueue<>();

        void round(int number, Channel connection) throws Exception {
            for (int fast = -1; fast >= -4; fast--) {
                LIFE.check(fast, ask(fast, connection).sync().getNow());
            }
            LIFE.check(number, ask(number, connection).get(10, TimeUnit.SECONDS));
        }

        private Promise<Integer> ask(int number, Channel connection) {
            Promise<Integer> answer = connection.eventLoop().newPromise();
            asked.add(answer);
            connection.writeAndFlush(connection.alloc().buffer().writeInt(number));
            return answer;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, ByteBuf number) {
            asked.remove().setSuccess(number.readInt());
        }
    }
}
