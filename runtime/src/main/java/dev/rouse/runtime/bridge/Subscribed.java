package dev.rouse.runtime.bridge;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.WakerSlot;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A publisher's items on their way to a poll. The publisher's signals come one after the other, so its side of the
 * queue has one thread at a time, as the poll's has; {@link #ended} is published after the last item.
 */
final class Subscribed<T> implements Source<T> {
    private static final Flow.Subscription NONE = new Flow.Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    };

    private final Flow.Publisher<T> publisher;
    private final int demand;
    private final Subscriber subscriber = new Subscriber();
    private final SpscAtomicArrayQueue<T> queue;
    private final WakerSlot slot = new WakerSlot();

    /** Null before it has begun, {@link #NONE} once nothing is to be asked for any more. */
    private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();

    /** Written before {@link #ended}, read after. */
    private @Nullable Throwable failure;

    private volatile boolean ended;

    /** The poll's own. */
    private boolean begun;

    private boolean over;
    private int taken;

    Subscribed(Flow.Publisher<T> publisher, int demand) {
        this.publisher = publisher;
        this.demand = demand;
        this.queue = new SpscAtomicArrayQueue<>(demand);
    }

    private final class Subscriber implements Flow.Subscriber<T> {

        @Override
        public void onSubscribe(Flow.Subscription offered) {
            Objects.requireNonNull(offered, "subscription");
            if (subscription.compareAndSet(null, offered)) {
                offered.request(demand);
            } else {
                offered.cancel();
            }
        }

        @Override
        public void onNext(T item) {
            Objects.requireNonNull(item, "item");
            if (ended || subscription.get() == NONE) {
                return;
            }
            if (queue.size() >= demand || !queue.offer(item)) {
                stop();
                end(new IllegalStateException("the publisher sent more than the " + demand + " items asked for"));
                return;
            }
            VarHandle.fullFence(); // the queue publishes with release only, and the slot is read next
            slot.fire();
        }

        @Override
        public void onError(Throwable thrown) {
            Objects.requireNonNull(thrown, "throwable");
            end(thrown);
        }

        @Override
        public void onComplete() {
            end(null);
        }

        private void end(@Nullable Throwable thrown) {
            if (!ended) {
                failure = thrown;
                ended = true;
                slot.fire();
            }
        }
    }

    @Override
    public Poll<@Nullable T> pollNext(Context context) {
        if (over) {
            throw new IllegalStateException("polled after its end");
        }
        if (!isReady()) {
            slot.arm(context);
            begin();
            if (!isReady()) {
                return Poll.pending();
            }
        }
        if (!context.spend()) {
            return Poll.pending();
        }
        slot.clear();
        T item = queue.relaxedPoll();
        if (item == null) {
            return end();
        }
        context.progress(1);
        replenish();
        return Poll.ready(item);
    }

    /** Its end is looked at first: all items came before it. */
    private boolean isReady() {
        return ended || queue.relaxedPeek() != null;
    }

    private void begin() {
        if (!begun) {
            begun = true;
            publisher.subscribe(subscriber);
        }
    }

    private Poll<@Nullable T> end() {
        Throwable thrown = failure;
        over = true;
        stop();
        if (thrown != null) {
            throw Failures.unchecked(thrown);
        }
        return Poll.ready();
    }

    /** Asks for as many as were taken, half a buffer at a time. */
    private void replenish() {
        if (++taken >= (demand + 1) / 2) {
            Flow.Subscription current = subscription.get();
            int many = taken;
            taken = 0;
            if (current != null && !ended) {
                current.request(many);
            }
        }
    }

    /** Cancels, now or as soon as there is what to cancel. */
    private void stop() {
        Flow.Subscription current = subscription.getAndSet(NONE);
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public void drop() {
        if (!over) {
            over = true;
            slot.clear();
            stop();
            queue.clear();
        }
    }
}
