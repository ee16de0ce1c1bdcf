package dev.rouse.examples.hang;

import dev.rouse.examples.story.Arguments;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP gateway with one event loop a core: a request is parsed, routed and served on the loop of its connection, and
 * no other core sees it. Only the authentication library answers on threads of its own.
 *
 * <p>Options: {@code --port N} (0, the default, takes a free one), {@code --auth native|java|any}, and
 * {@code --until-input-ends}, for a parent that holds the other end of its standard input.
 */
@Sharable
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the connection: nobody is left to tell
public final class Gateway extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Set<String> OPTIONS = Set.of("port", "auth", "until-input-ends");

    private final AuthClient auth;
    private final Routes routes;

    Gateway(AuthClient auth, Routes routes) {
        this.auth = auth;
        this.routes = routes;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        try {
            serve(Arguments.of(OPTIONS, args));
        } catch (IllegalArgumentException e) {
            Arguments.refuse(e);
        }
    }

    private static void serve(Arguments arguments) throws IOException, InterruptedException {
        AuthLibrary library = library(arguments.text("auth", "any"));
        if (arguments.has("until-input-ends")) {
            Thread watch = new Thread(Gateway::exitWhenInputEnds, "end-of-input");
            watch.setDaemon(true);
            watch.start();
        }
        Server server =
                Server.open(arguments.number("port", 0), new Gateway(new AuthClient(library), Routes.ofTheShop()));
        System.out.println("listening on 127.0.0.1:" + server.port());
        server.awaitClose();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        respond(context, new QueryStringDecoder(request.uri()).path(), token(request), HttpUtil.isKeepAlive(request));
    }

    private void respond(ChannelHandlerContext context, String path, String token, boolean keepAlive) {
        auth.verify(token).whenComplete((accepted, error) -> write(context, answer(path, accepted, error), keepAlive));
    }

    private FullHttpResponse answer(String path, @Nullable Boolean accepted, @Nullable Throwable error) {
        if (error != null) {
            return response(HttpResponseStatus.BAD_GATEWAY, "authentication failed: " + error.getMessage());
        }
        if (!Boolean.TRUE.equals(accepted)) {
            return response(HttpResponseStatus.UNAUTHORIZED, "this token is not accepted");
        }
        String body = routes.serve(path);
        return body == null
                ? response(HttpResponseStatus.NOT_FOUND, "no such path")
                : response(HttpResponseStatus.OK, body);
    }

    private static void write(ChannelHandlerContext context, FullHttpResponse response, boolean keepAlive) {
        HttpUtil.setKeepAlive(response, keepAlive);
        var written = context.writeAndFlush(response);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private static FullHttpResponse response(HttpResponseStatus status, String body) {
        var content = Unpooled.copiedBuffer(body + "\n", StandardCharsets.UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN);
        HttpUtil.setContentLength(response, content.readableBytes());
        return response;
    }

    private static String token(HttpRequest request) {
        String header = request.headers().get(HttpHeaderNames.AUTHORIZATION, "");
        return header.startsWith("Bearer ") ? header.substring("Bearer ".length()) : "";
    }

    private static void exitWhenInputEnds() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            System.err.println("standard input failed, so the gateway ends: " + e.getMessage());
        }
        System.exit(0);
    }

    private static AuthLibrary library(String wanted) throws IOException {
        AuthLibrary library = switch (wanted) {
            case "native" -> NativeAuth.build();
            case "java" -> new JavaAuth("as asked for");
            case "any" -> nativeOrJava();
            default -> throw new IllegalArgumentException("--auth wants native, java or any, not " + wanted);
        };
        System.out.println("authentication by the " + library.description());
        return library;
    }

    private static AuthLibrary nativeOrJava() {
        try {
            return NativeAuth.build();
        } catch (IOException e) {
            return new JavaAuth(e.getMessage());
        }
    }
}
