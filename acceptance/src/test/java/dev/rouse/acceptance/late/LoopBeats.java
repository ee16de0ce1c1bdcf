package dev.rouse.acceptance.late;

import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.concurrent.TimeUnit;

/** Short tasks for a Netty event loop, on which something blocks now and then: the same loop, or another one. */
@SuppressWarnings({"FutureReturnValueIgnored", "deprecation"}) // as its users do
final class LoopBeats {
    private LoopBeats() {}

    static void start(boolean held) {
        NioEventLoopGroup loops = new NioEventLoopGroup(2);
        EventLoop loop = loops.next();
        EventLoop blocked = held ? loop : loops.next();
        blocked.scheduleWithFixedDelay(LateService::longWork, 100, 300, TimeUnit.MILLISECONDS);
        Thread feeder = new Thread(() -> feed(loop), "feeder");
        feeder.setDaemon(true);
        feeder.start();
    }

    private static void feed(EventLoop loop) {
        while (!loop.isShuttingDown()) {
            loop.execute(() -> {});
            LateService.pause(20);
        }
    }
}
