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
        polls.incrementAndGet();
        if (!rung) {
            slot.arm(context);
        }
        return rung ? Poll.ready("rung") : Poll.pending();
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
