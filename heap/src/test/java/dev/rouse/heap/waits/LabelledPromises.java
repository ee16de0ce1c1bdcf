package dev.rouse.heap.waits;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Promises that no thread waits for, each with a callback whose label is the expected verdict. */
final class LabelledPromises {
    private static final String[] SHAPES = {"thenAccept", "chain", "compose", "async", "handle"};

    private LabelledPromises() {}

    static void start(Starter starter) {
        String of = starter.virtual() ? ", of a virtual thread" : "";
        for (String shape : SHAPES) {
            LabelledWaits.KEPT.add(with(shape, "HELD|kept, " + shape + of));
            held(starter, shape, of);
            lost(starter, shape, of);
        }
        String bare = starter.virtual() ? "PROVEN" : "SUSPECT";
        CompletableFuture<Object> parked = with("thenAccept", bare + "|of a thread that is parked bare" + of);
        LabelledWaits.start(starter, bare + "|parks with a promise", () -> {
            LockSupport.park();
            parked.complete(1);
        });
        if (!starter.virtual()) {
            withoutThreads();
        }
    }

    private static void held(Starter starter, String shape, String of) {
        CountDownLatch kept = new CountDownLatch(1);
        LabelledWaits.KEPT.add(kept);
        completes(starter, "HELD", with(shape, "HELD|of a held thread, " + shape + of), kept);
        CompletableFuture<Object> sleeper = with(shape, "HELD|of a sleeper, " + shape + of);
        LabelledWaits.start(starter, "RUNS|sleeps with a promise", () -> {
            Thread.sleep(3_600_000);
            sleeper.complete(1);
        });
        LabelledWaits.KEPT.add(new WeakReference<>(with(shape, "HELD|held weakly, " + shape + of)));
    }

    private static void lost(Starter starter, String shape, String of) {
        completes(starter, "PROVEN", with(shape, "PROVEN|of a lost thread, " + shape + of), new CountDownLatch(1));
        LabelledWaits.KEPT.add(completes(
                starter,
                "INTERRUPT_ONLY",
                with(shape, "INTERRUPT_ONLY|of a lost thread that is kept, " + shape + of),
                new CountDownLatch(1)));
        Object unused = with(shape, "DROPPED|by everybody, " + shape + of);
    }

    private static Thread completes(
            Starter starter, String verdict, CompletableFuture<Object> promise, CountDownLatch after) {
        return LabelledWaits.start(starter, verdict + "|completes a promise after a latch", () -> {
            after.await();
            promise.complete(1);
        });
    }

    private static CompletableFuture<Object> with(String shape, String label) {
        CompletableFuture<Object> promise = new CompletableFuture<>();
        Callback callback = new Callback(label);
        Object unused = switch (shape) {
            case "chain" -> promise.copy().copy().thenAccept(callback);
            case "compose" ->
                CompletableFuture.completedFuture(1).thenCompose(one -> promise).thenRun(callback);
            case "async" -> promise.thenApplyAsync(callback);
            case "handle" -> promise.whenComplete(callback);
            default -> promise.thenAccept(callback);
        };
        return promise;
    }

    private static void withoutThreads() {
        ExecutorService busy = Executors.newFixedThreadPool(1, body -> {
            Thread thread = new Thread(body, "busy");
            thread.setDaemon(true);
            return thread;
        });
        busy.execute(() -> LockSupport.parkNanos(TimeUnit.HOURS.toNanos(1)));
        List<Object> unused = List.of(
                CompletableFuture.allOf(kept(), kept()).thenRun(new Callback("HELD|allOf, both kept")),
                CompletableFuture.allOf(kept(), dropped())
                        .thenRun(new Callback("DROPPED|one of allOf, the other kept")),
                dropped().thenCombine(kept(), new Callback.OfTwo("DROPPED|one of thenCombine, the other kept")),
                CompletableFuture.anyOf(kept(), dropped())
                        .thenAccept(new Callback("HELD|one of anyOf, the other kept")),
                dropped().applyToEither(kept(), new Callback("HELD|applyToEither, the other kept")),
                dropped()
                        .orTimeout(1, TimeUnit.HOURS)
                        .whenComplete(new Callback("HELD|with a timeout, by nobody else")),
                CompletableFuture.supplyAsync(() -> 1, busy).thenAccept(new Callback("HELD|of a task in a queue")));
    }

    private static CompletableFuture<Object> dropped() {
        return new CompletableFuture<>();
    }

    private static CompletableFuture<Object> kept() {
        CompletableFuture<Object> kept = new CompletableFuture<>();
        LabelledWaits.KEPT.add(kept);
        return kept;
    }
}
