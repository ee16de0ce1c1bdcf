package dev.rouse.testkit.contract;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.WakerSlot;

/** A leaf written right: ready once it has been rung. */
class Bell implements Future<String> {
    final WakerSlot slot = new WakerSlot();
    volatile boolean rung;
    private boolean ended;

    @Override
    public Poll<String> poll(Context context) {
        if (ended) {
            throw new IllegalStateException("polled after its end");
        }
        if (!rung) {
            slot.arm(context);
            if (!rung) {
                return Poll.pending();
            }
        }
        if (!context.spend()) {
            return Poll.pending();
        }
        ended = true;
        context.progress(1);
        return Poll.ready("rung");
    }

    void ring() {
        rung = true;
        slot.fire();
    }

    @Override
    public void drop() {
        slot.clear();
    }

    static Subject subject(Bell bell) {
        return Subject.of(bell).completes("ring", bell::ring);
    }
}
