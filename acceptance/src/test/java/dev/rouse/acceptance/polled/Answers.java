package dev.rouse.acceptance.polled;

import java.lang.ref.WeakReference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Answers replies a little later, on threads that are no core's. */
final class Answers {
    private Answers() {}

    /** Answers it after so long, and keeps it until then. */
    static <R extends Reply> R in(long millis, R reply) {
        later(millis, reply::answer);
        return reply;
    }

    /** Means to answer it, if it is still there by then. */
    static <R extends Reply> R forgetfully(long millis, R reply) {
        WeakReference<R> held = new WeakReference<>(reply);
        later(millis, () -> answer(held));
        return reply;
    }

    private static void answer(WeakReference<? extends Reply> held) {
        Reply reply = held.get();
        if (reply != null) {
            reply.answer();
        }
    }

    private static void later(long millis, Runnable event) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(event);
    }
}
