package dev.rouse.proofs.echo;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Netty's NIO transport, on two event loops, with the JDK's TLS. */
final class NettyEcho {
    private NettyEcho() {}

    static int start(@Nullable SSLContext tls) throws InterruptedException {
        Echo echo = new Echo();
        return ((InetSocketAddress) new ServerBootstrap()
                        .group(new NioEventLoopGroup(2))
                        .channel(NioServerSocketChannel.class)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                if (tls != null) {
                                    SSLEngine engine = tls.createSSLEngine();
                                    engine.setUseClientMode(false);
                                    channel.pipeline().addLast(new SslHandler(engine));
                                }
                                channel.pipeline().addLast(echo);
                            }
                        })
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .sync()
                        .channel()
                        .localAddress())
                .getPort();
    }

    @Sharable
    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext connection, Object message) {
            connection.write(message, connection.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext connection) {
            connection.flush();
        }
    }
}
