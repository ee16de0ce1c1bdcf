package dev.rouse.examples.hang;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One keep-alive connection, with the request that it waits for, if any. */
@SuppressWarnings("FutureReturnValueIgnored") // a close that fails leaves the connection as it was: broken
final class Connection extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final Channel channel;
    private final Tally tally;
    private final Consumer<Connection> idle;
    private @Nullable Exchange exchange;

    Connection(Channel channel, Tally tally, Consumer<Connection> idle) {
        this.channel = channel;
        this.tally = tally;
        this.idle = idle;
    }

    void send(Call call, Runnable ended) {
        exchange = new Exchange(call, ended);
        var request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, call.path(), Unpooled.EMPTY_BUFFER);
        request.headers().set(HttpHeaderNames.HOST, "127.0.0.1");
        request.headers().set(HttpHeaderNames.AUTHORIZATION, "Bearer " + call.token());
        channel.writeAndFlush(request).addListener(written -> {
            if (!written.isSuccess()) {
                end(false);
            }
        });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
        boolean good = response.status().equals(HttpResponseStatus.OK);
        idle.accept(this);
        end(good);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end(false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close(); // channelInactive counts the request
    }

    private void end(boolean good) {
        Exchange ending = exchange;
        if (ending == null) {
            return;
        }
        exchange = null;
        if (good) {
            tally.answered(ending.call());
        } else {
            tally.failed(ending.call());
        }
        ending.ended().run();
    }

    private record Exchange(Call call, Runnable ended) {}
}
