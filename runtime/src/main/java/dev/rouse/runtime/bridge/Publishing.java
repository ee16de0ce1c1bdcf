package dev.rouse.runtime.bridge;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Core;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.WakerSlot;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A subscription, and at once the task that serves it. All signals but {@code onSubscribe} are the task's, so they come
 * one after the other; the subscriber's calls, from any thread, leave a note and wake it. Rule numbers are those of the
 * reactive streams specification 1.0.4.
 */
final class Publishing<T> implements Future<@Nullable Void>, Flow.Subscription {
    private final Source<T> source;
    private final WakerSlot slot = new WakerSlot();
    private final AtomicLong demand = new AtomicLong();
    private volatile boolean cancelled;
    private volatile @Nullable Throwable misused;

    /** Null once the last signal was given, so that nothing keeps it (3.13). The task's own. */
    private Flow.@Nullable Subscriber<? super T> subscriber;

    private Publishing(Source<T> source, Flow.Subscriber<? super T> subscriber) {
        this.source = source;
        this.subscriber = subscriber;
    }

    static <T> void begin(Supplier<? extends Source<T>> sources, Flow.Subscriber<? super T> subscriber, Core core) {
        Objects.requireNonNull(subscriber, "subscriber");
        Source<T> source;
        try {
            source = sources.get();
        } catch (RuntimeException failure) {
            refuse(subscriber, failure);
            return;
        }
        Publishing<T> publishing = new Publishing<>(source, subscriber);
        subscriber.onSubscribe(publishing);
        try {
            var unused = core.spawn(publishing);
        } catch (RejectedExecutionException shutDown) {
            publishing.fail(shutDown);
            source.drop();
        }
    }

    /** {@code onSubscribe} comes first even so (1.9). */
    private static void refuse(Flow.Subscriber<?> subscriber, RuntimeException failure) {
        subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {}
        });
        subscriber.onError(failure);
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            misused = new IllegalArgumentException("request(" + n + "): at least 1 item is to be requested (3.9)");
        } else {
            demand.accumulateAndGet(n, (old, more) -> old + more < 0 ? Long.MAX_VALUE : old + more);
        }
        slot.fire();
    }

    @Override
    public void cancel() {
        cancelled = true;
        slot.fire();
    }

    @Override
    public Poll<@Nullable Void> poll(Context context) {
        while (true) {
            slot.arm(context); // a cancel or a request may come while the source is pending
            Throwable wrong = misused;
            if (cancelled || wrong != null) {
                return stop(wrong);
            }
            if (demand.get() == 0 || !context.spend()) {
                return Poll.pending();
            }
            Poll<@Nullable T> next;
            try {
                next = source.pollNext(context);
            } catch (RuntimeException | Error failure) {
                return stop(Failures.unwrapped(failure));
            }
            if (next.isPending()) {
                return Poll.pending();
            }
            T item = next.get();
            if (item == null) {
                return complete();
            }
            signal(item, context);
        }
    }

    private void signal(T item, Context context) {
        demand.getAndUpdate(old -> old == Long.MAX_VALUE ? old : old - 1);
        context.progress(1);
        Flow.Subscriber<? super T> told = subscriber;
        if (told != null && !cancelled) {
            try {
                told.onNext(item);
            } catch (RuntimeException | Error failure) { // against 2.13: it counts as cancelled, and the task fails
                subscriber = null;
                throw failure;
            }
        }
    }

    private Poll<@Nullable Void> complete() {
        Flow.Subscriber<? super T> told = subscriber;
        subscriber = null;
        if (told != null && !cancelled) {
            told.onComplete();
        }
        return Poll.ready();
    }

    private Poll<@Nullable Void> stop(@Nullable Throwable failure) {
        if (failure != null && !cancelled) {
            fail(failure);
        }
        subscriber = null;
        return Poll.ready();
    }

    private void fail(Throwable failure) {
        Flow.Subscriber<? super T> told = subscriber;
        subscriber = null;
        if (told != null) {
            told.onError(failure);
        }
    }

    /** A task that its core's shutdown cancels still gives the last signal. */
    @Override
    public void drop() {
        slot.clear();
        source.drop();
        if (!cancelled) {
            fail(new CancellationException("the publisher's core was shut down"));
        }
        subscriber = null;
    }
}
