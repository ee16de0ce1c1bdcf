package dev.rouse.acceptance.innocent;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A Netty server with up to ten thousand connections, nearly all of them idle; one asks for an echo now and then. How
 * many it are depends on how many files the process may have open.
 */
@SuppressWarnings("FutureReturnValueIgnored") // as its users do
final class CrowdService {
    private static final int MANY = 10_000;

    /** Files that a JVM has open for itself. */
    private static final int OWN_FILES = 500;

    private static final Life LIFE = new Life();

    public static void main(String[] arguments) throws InterruptedException, IOException {
        EventLoopGroup group = new NioEventLoopGroup(2);
        Channel server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Echo());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        List<SocketChannel> crowd = crowd(server.localAddress());
        System.out.println(crowd.size() + " connections are open");
        CountDownLatch end = new CountDownLatch(1);
        Socket talker =
                new Socket(InetAddress.getLoopbackAddress(), ((InetSocketAddress) server.localAddress()).getPort());
        LIFE.liveBeside(number -> ask(number, talker), end::countDown);
        end.await();
        for (SocketChannel member : crowd) {
            member.close();
        }
        LIFE.end();
    }

    private static List<SocketChannel> crowd(SocketAddress server) throws IOException {
        List<SocketChannel> crowd = new ArrayList<>();
        long room = Math.min(MANY, (openFiles() - OWN_FILES) / 2);
        while (crowd.size() < room) {
            crowd.add(SocketChannel.open(server));
        }
        return crowd;
    }

    private static long openFiles() throws IOException {
        Path limits = Path.of("/proc/self/limits");
        return Files.exists(limits)
                ? Files.readAllLines(limits).stream()
                        .filter(line -> line.startsWith("Max open files"))
                        .map(line -> line.split("\\s+", -1)[3])
                        .mapToLong(limit -> limit.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(limit))
                        .findFirst()
                        .orElse(1024)
                : 1024;
    }

    private static void ask(int number, Socket talker) throws IOException {
        new DataOutputStream(talker.getOutputStream()).writeInt(number);
        LIFE.check(number, new DataInputStream(talker.getInputStream()).readInt());
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.writeAndFlush(message);
        }
    }
}
