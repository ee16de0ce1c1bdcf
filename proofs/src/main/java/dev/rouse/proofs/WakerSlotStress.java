package dev.rouse.proofs;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.WakerSlot;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A waiter that looks, arms and looks again sees the event, or is woken: rules 1, 2 and 7 of the contract. */
public class WakerSlotStress {
    private WakerSlotStress() {}

    /** The first poll of a waiter. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The second look saw the event; its fire found no waker.")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The waiter was woken.")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Both: one poll too many, which the contract allows.")
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "The wake was lost.")
    @State
    public static class FirstPoll {
        private final WakerSlot slot = new WakerSlot();
        private volatile boolean event;
        private volatile boolean woken;

        @Actor
        public void waiter(II_Result result) {
            slot.arm(Context.of(() -> woken = true));
            result.r1 = event ? 1 : 0;
        }

        @Actor
        public void waker() {
            event = true;
            slot.fire();
        }

        @Arbiter
        public void look(II_Result result) {
            result.r2 = woken ? 1 : 0;
        }
    }

    /** A waiter that has moved to another waker: the older one counts no more. */
    @JCStressTest
    @Outcome(
            id = "1, 0",
            expect = Expect.ACCEPTABLE,
            desc = "The second look saw the event; the older waker may have fired.")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The newest waker fired.")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Both: one poll too many, which the contract allows.")
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "The wake went to the older waker alone, and is lost.")
    @State
    public static class NewerWaker {
        private final WakerSlot slot = new WakerSlot();
        private volatile boolean event;
        private volatile boolean woken;

        public NewerWaker() {
            slot.arm(Context.of(() -> {}));
        }

        @Actor
        public void waiter(II_Result result) {
            slot.arm(Context.of(() -> woken = true));
            result.r1 = event ? 1 : 0;
        }

        @Actor
        public void waker() {
            event = true;
            slot.fire();
        }

        @Arbiter
        public void look(II_Result result) {
            result.r2 = woken ? 1 : 0;
        }
    }

    /** A waiter that is polled with the same waker again, which writes nothing. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "The slot was armed, and its fire found no waker.")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The waiter was woken.")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "It saw the event, and was woken.")
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "The wake was lost.")
    @State
    public static class SameWaker {
        private final WakerSlot slot = new WakerSlot();
        private volatile boolean event;
        private volatile boolean woken;
        private final Context context = Context.of(() -> woken = true);

        public SameWaker() {
            slot.arm(context);
        }

        @Actor
        public void waiter(II_Result result) {
            slot.arm(context);
            result.r1 = event ? 1 : 0;
        }

        @Actor
        public void waker() {
            event = true;
            slot.fire();
        }

        @Arbiter
        public void look(II_Result result) {
            result.r2 = woken ? 1 : 0;
        }
    }
}
