package dev.rouse.examples.hang;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keep-alive connections to the gateway, each with one request at a time, all on one event loop. A new one is opened
 * when all are busy, up to {@link #MOST}; a connection whose request hangs stays busy, and open.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the listeners take the outcome
final class Connections {
    static final int MOST = 2_000;
    private static final int LARGEST_ANSWER = 64 * 1024;

    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Bootstrap bootstrap;
    private final Tally tally;
    private int opened;

    Connections(EventLoop loop, int port, Tally tally) {
        this.tally = tally;
        this.bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .remoteAddress(InetAddress.getLoopbackAddress(), port)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new HttpClientCodec(), new HttpObjectAggregator(LARGEST_ANSWER));
                    }
                });
    }

    /** Sends a request; {@code ended} runs when it is answered or has failed, on the event loop. */
    void send(Call call, Runnable ended) {
        tally.sent(call);
        Connection free = idle.poll();
        if (free != null) {
            free.send(call, ended);
        } else if (opened == MOST) {
            tally.failed(call);
            ended.run();
        } else {
            opened++;
            bootstrap.connect().addListener((ChannelFuture connected) -> sendFirst(connected, call, ended));
        }
    }

    private void sendFirst(ChannelFuture connected, Call call, Runnable ended) {
        if (!connected.isSuccess()) {
            opened--;
            tally.failed(call);
            ended.run();
            return;
        }
        Channel channel = connected.channel();
        Connection connection = new Connection(channel, tally, idle::push);
        channel.closeFuture().addListener(closed -> forget(connection));
        channel.pipeline().addLast(connection);
        connection.send(call, ended);
    }

    private void forget(Connection connection) {
        opened--;
        idle.remove(connection);
    }
}
