package dev.rouse.runtime;

import java.util.concurrent.atomic.AtomicInteger;

/** A leaf that is ready once it was rung, and counts what is done to it. */
class Bell implements Future<String> {
    final WakerSlot slot = new WakerSlot();
    final AtomicInteger polls = new AtomicInteger();
    final AtomicInteger drops = new AtomicInteger();
    private volatile boolean rung;

    @Override
    public Poll<String> poll(Context context) {
        boolean ready = rung;
        if (!ready) {
            slot.arm(context);
            ready = rung;
        }
        polls.incrementAndGet(); // last: what happens after so many polls did not change their answers
        return ready ? Poll.ready("rung") : Poll.pending();
    }

    @Override
    public void drop() {
        drops.incrementAndGet();
        slot.clear();
    }

    void ring() {
        publish();
        slot.fire();
    }

    /** The event without its wake. */
    void publish() {
        rung = true;
    }

    void awaitPolls(int atLeast) {
        Eventually.holds("polled " + atLeast + " times", () -> polls.get() >= atLeast);
    }
}
