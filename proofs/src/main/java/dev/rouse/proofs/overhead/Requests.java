package dev.rouse.proofs.overhead;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Answers every request through stages that really wait: the directory replies on a thread of its own, the page is made
 * on a worker, and the answer is written when both are done.
 */
@ChannelHandler.Sharable
final class Requests extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final Directory directory;
    private final Executor workers;
    private final LongAdder answered;

    Requests(Directory directory, Executor workers, LongAdder answered) {
        this.directory = directory;
        this.workers = workers;
        this.answered = answered;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext connection, FullHttpRequest request) {
        directory
                .find(request.uri())
                .thenCompose(user -> CompletableFuture.supplyAsync(() -> page(user), workers))
                .thenApply(Requests::response)
                .whenComplete((response, error) -> answer(connection, response));
    }

    private static String page(String user) {
        StringBuilder page =
                new StringBuilder(256).append("{\"user\":\"").append(user).append("\",\"items\":[");
        for (int item = 100; item < 132; item++) {
            page.append(item).append(',');
        }
        return page.append("0]}").toString();
    }

    private static FullHttpResponse response(String page) {
        ByteBuf body = Unpooled.wrappedBuffer(page.getBytes(StandardCharsets.UTF_8));
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        return response;
    }

    /** An error closes the connection, which the load reports. */
    private void answer(ChannelHandlerContext connection, @Nullable FullHttpResponse response) {
        if (response == null) {
            connection.close();
            return;
        }
        answered.increment();
        connection.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }
}
