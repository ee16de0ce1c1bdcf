package dev.rouse.heap.waits;

import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Netty's promises, and a loop of its that waits for itself. */
final class NettyWaits {
    private NettyWaits() {}

    /** What hangs on a promise of Netty's. */
    private record Listener(String label) implements GenericFutureListener<Future<Object>> {
        @Override
        public void operationComplete(Future<Object> future) {}
    }

    static void start(Starter starter) throws InterruptedException {
        if (starter.virtual()) {
            return;
        }
        LabelledWaits.KEPT.add(promise("HELD|kept, Netty", 1));
        LabelledWaits.KEPT.add(promise("HELD|kept, Netty, several", 3));
        Promise<Object> lost = promise("PROVEN|of a lost thread, Netty", 1);
        Promise<Object> several = promise("PROVEN|of a lost thread, Netty, several", 3);
        LabelledWaits.start(starter, "PROVEN|completes promises of Netty's after a latch", () -> {
            new CountDownLatch(1).await();
            lost.setSuccess(1);
            several.setSuccess(1);
        });
        Promise<Object> unused = promise("DROPPED|by everybody, Netty", 1);
        loop();
    }

    private static Promise<Object> promise(String label, int listeners) {
        Promise<Object> promise = new DefaultPromise<>(ImmediateEventExecutor.INSTANCE);
        for (int i = 0; i < listeners; i++) {
            promise.addListener(new Listener(label));
        }
        return promise;
    }

    private static void loop() throws InterruptedException {
        DefaultEventExecutor loop = new DefaultEventExecutor(body -> {
            Thread thread = new Thread(body, "STARVED|waits for its own event loop");
            thread.setDaemon(true);
            return thread;
        });
        LabelledWaits.KEPT.add(loop);
        CountDownLatch begun = new CountDownLatch(1);
        loop.execute(() -> {
            begun.countDown();
            CompletableFuture.runAsync(() -> {}, loop).join();
        });
        begun.await();
    }
}
