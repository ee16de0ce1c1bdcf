package dev.rouse.acceptance.polled;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.WakerSlot;

/** A leaf that waits for an answer of {@link Answers}, as it should be written. */
class Reply implements Future<String> {
    final WakerSlot slot = new WakerSlot();
    volatile boolean answered;

    @Override
    public Poll<String> poll(Context context) {
        if (!answered) {
            slot.arm(context); // the line of Reply
            if (!answered) {
                return Poll.pending();
            }
        }
        context.progress(1);
        return Poll.ready("answer");
    }

    /** The event: by a thread that is no core's. */
    void answer() {
        answered = true;
        slot.fire();
    }

    @Override
    public void drop() {
        slot.clear();
    }
}
