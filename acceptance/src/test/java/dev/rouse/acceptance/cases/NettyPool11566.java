package dev.rouse.acceptance.cases;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalServerChannel;
import io.netty.channel.pool.AbstractChannelPoolHandler;
import io.netty.channel.pool.SimpleChannelPool;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * <a href="https://github.com/netty/netty/pull/11566">netty #11566</a>: {@code SimpleChannelPool} calls the pool's
 * handler outside any try, so a handler that throws leaves the promise of {@code acquire()} incomplete for ever.
 */
@SuppressWarnings("FutureReturnValueIgnored") // as its users do
final class NettyPool11566 {
    private static final LocalAddress SERVER = new LocalAddress("orders");

    public static void main(String[] arguments) throws InterruptedException {
        EventLoopGroup group = new DefaultEventLoopGroup(1);
        serve(group);
        SimpleChannelPool pool = pool(group);
        // from the loop itself, as a proxy does: the connect is still in flight when acquire() returns
        Future<Channel> channel =
                group.next().submit(() -> pool.acquire()).sync().getNow();
        boolean answered = channel.await(Outcome.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        Outcome.end(!answered, answered ? "acquire ended with " + channel.cause() : "acquire never ends");
    }

    private static void serve(EventLoopGroup group) throws InterruptedException {
        new ServerBootstrap()
                .group(group)
                .channel(LocalServerChannel.class)
                .childHandler(new Ignoring())
                .bind(SERVER)
                .sync();
    }

    private static SimpleChannelPool pool(EventLoopGroup group) {
        Bootstrap client =
                new Bootstrap().group(group).channel(LocalChannel.class).remoteAddress(SERVER);
        return new SimpleChannelPool(client, new AbstractChannelPoolHandler() {
            @Override
            public void channelCreated(Channel channel) {}

            @Override
            public void channelAcquired(Channel channel) throws IOException {
                throw new IOException("this connection has a stale session");
            }
        });
    }

    private static final class Ignoring extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {}
    }
}
