package dev.rouse.proofs;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.sync.Mpsc;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A receiver of an {@link Mpsc} that falls asleep as something comes: the queue publishes without a fence of its own.
 */
public class MpscStress {
    private MpscStress() {}

    /** The first poll against a message. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The poll had the message, and was not woken for it.")
    @Outcome(
            id = "1, 1",
            expect = Expect.ACCEPTABLE,
            desc = "The poll had the message, and was woken for nothing more.")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The poll was pending, and is woken.")
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "The receiver sleeps on a message.")
    @State
    public static class SendAndPoll {
        private final Mpsc<String> channel = Mpsc.bounded(1);
        private volatile boolean woken;

        @Actor
        public void sender() {
            channel.sender().trySend("message");
        }

        @Actor
        public void receiver(II_Result result) {
            Poll<@Nullable String> answer = channel.receiver().pollRecv(Context.of(() -> woken = true));
            result.r1 = answer.isReady() ? 1 : 0;
        }

        @Arbiter
        public void look(II_Result result) {
            result.r2 = woken ? 1 : 0;
        }
    }

    /** The last message and the end against a poll: the end is not seen before the message. */
    @JCStressTest
    @Outcome(id = "1, .", expect = Expect.ACCEPTABLE, desc = "The poll had the message.")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The poll was pending, and is woken.")
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "The receiver sleeps on a message.")
    @Outcome(
            id = "-1, .",
            expect = Expect.FORBIDDEN,
            desc = "The receiver was told the end, and the last message is lost.")
    @State
    public static class SendAndClose {
        private final Mpsc<String> channel = Mpsc.bounded(1);
        private volatile boolean woken;

        @Actor
        public void sender() {
            channel.sender().trySend("last");
            channel.sender().close();
        }

        @Actor
        public void receiver(II_Result result) {
            Poll<@Nullable String> answer = channel.receiver().pollRecv(Context.of(() -> woken = true));
            result.r1 = answer.isPending() ? 0 : answer.get() == null ? -1 : 1;
        }

        @Arbiter
        public void look(II_Result result) {
            result.r2 = woken ? 1 : 0;
        }
    }

    /** A message is taken out of a full channel as the head of those who wait gives up: the next is told. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The next sender was told, and has sent.")
    @Outcome(id = "0, .", expect = Expect.FORBIDDEN, desc = "The next sender was not told of the room.")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "The next sender was told, and there is no room.")
    @State
    public static class ReceiveAndDrop {
        private final Mpsc<String> channel = Mpsc.bounded(1);
        private final Future<@Nullable Void> dropped = channel.sender().send("dropped");
        private final Future<@Nullable Void> next = channel.sender().send("next");
        private volatile boolean told;

        public ReceiveAndDrop() {
            channel.sender().trySend("full");
            dropped.poll(Context.of(() -> {}));
            next.poll(Context.of(() -> told = true));
        }

        @Actor
        public void receiver() {
            channel.receiver().tryRecv();
        }

        @Actor
        public void giveUp() {
            dropped.drop();
        }

        @Arbiter
        public void look(II_Result result) {
            result.r1 = told ? 1 : 0;
            result.r2 = next.poll(Context.of(() -> {})).isReady() ? 1 : 0;
        }
    }
}
