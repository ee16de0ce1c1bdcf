package dev.rouse.proofs;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.sync.ClosedException;
import dev.rouse.runtime.sync.Oneshot;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The two ends of a {@link Oneshot} that move at once. */
public class OneshotStress {
    private OneshotStress() {}

    /** The first poll against the value. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The poll had the value, and was not woken for it.")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The poll had the value, and was woken for nothing more.")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The poll was pending, and is woken.")
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "The poll was pending, and its wake is lost.")
    @Outcome(id = "-1, .*", expect = Expect.FORBIDDEN, desc = "Ready with something else than what was sent.")
    @State
    public static class SendAndPoll {
        private final Oneshot<String> oneshot = Oneshot.open();
        private volatile boolean woken;

        @Actor
        public void sender() {
            oneshot.sender().send("value");
        }

        @Actor
        public void receiver(II_Result result) {
            Poll<String> answer = oneshot.receiver().poll(Context.of(() -> woken = true));
            result.r1 = answer.isPending() ? 0 : "value".equals(answer.get()) ? 1 : -1;
        }

        @Arbiter
        public void look(II_Result result) {
            result.r2 = woken ? 1 : 0;
        }
    }

    /** The first poll against a sender that gives up. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The poll was told the end, and was not woken for it.")
    @Outcome(
            id = "1, 1",
            expect = Expect.ACCEPTABLE,
            desc = "The poll was told the end, and was woken for nothing more.")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The poll was pending, and is woken.")
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "The receiver waits for a sender that is gone.")
    @State
    public static class CloseAndPoll {
        private final Oneshot<String> oneshot = Oneshot.open();
        private volatile boolean woken;

        @Actor
        public void sender() {
            oneshot.sender().close();
        }

        @Actor
        public void receiver(II_Result result) {
            try {
                result.r1 =
                        oneshot.receiver().poll(Context.of(() -> woken = true)).isPending() ? 0 : -1;
            } catch (ClosedException told) {
                result.r1 = 1;
            }
        }

        @Arbiter
        public void look(II_Result result) {
            result.r2 = woken ? 1 : 0;
        }
    }

    /** A receiver that goes against the value. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Sent before the receiver went, and let go.")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "Refused: the receiver was gone.")
    @Outcome(id = ".*, 0", expect = Expect.FORBIDDEN, desc = "The sender waits for a receiver that is gone.")
    @State
    public static class SendAndDrop {
        private final Oneshot<String> oneshot = Oneshot.open();
        private volatile boolean woken;

        public SendAndDrop() {
            oneshot.sender().closed().poll(Context.of(() -> woken = true));
        }

        @Actor
        public void sender(II_Result result) {
            result.r1 = oneshot.sender().send("value") ? 1 : 0;
        }

        @Actor
        public void receiver() {
            oneshot.receiver().drop();
        }

        @Arbiter
        public void look(II_Result result) {
            result.r2 = woken ? 1 : 0;
        }
    }
}
