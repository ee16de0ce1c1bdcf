package dev.rouse.agent;

import dev.rouse.engine.model.Fact;
import dev.rouse.probe.Meters;
import java.util.List;

/** Calls that answer at once that there is nothing, made again at once, for longer than one may spin for something. */
final class AskingInVain {
    /** Who asks and gets nothing is told of after so long: what it waits for comes sooner to one who spins for it. */
    private static final long PATIENCE_NS = 2_000_000_000L;

    /** CPU time from one question to the next, the meter's own included; with more, something else is done between. */
    private static final long QUESTION_NS = 1_500;

    /** The same of a call into the kernel. */
    private static final long SYSTEM_CALL_NS = 15_000;

    /** The same of one that copies what it is to write first. */
    private static final long COPY_NS = 200_000;

    /** The same of an offer to a queue, which takes a lock, the meters of a task included. */
    private static final long OFFER_NS = 5_000;

    /** The same of an exception from deep within, and of what its catcher makes of it: a line of a log. */
    private static final long EXCEPTION_NS = 100_000;

    private static final List<Question> QUESTIONS = List.of(
            new Question(
                    Meters.STUCK,
                    COPY_NS,
                    Way.ASKS,
                    "has room, and moved no byte: to be told when it is ready costs no core"),
            new Question(Meters.ASKED, QUESTION_NS, Way.ASKS, "was asked, and had nothing"),
            new Question(Meters.SELECT_NOW, SYSTEM_CALL_NS, Way.ASKS, "was asked not to wait, and nothing was ready"),
            new Question(Meters.REFUSED, SYSTEM_CALL_NS, Way.ASKS, "was the answer, and it was asked again at once"),
            new Question(
                    Meters.REJECTED,
                    EXCEPTION_NS,
                    Way.GIVES,
                    "was the answer of an executor, each time, and it was asked again at once"),
            new Question(Meters.OFFERED, OFFER_NS, Way.OFFERS, "was offered something, did not take it, each time"),
            new Question(
                    Meters.COMPACTED,
                    COPY_NS,
                    Way.READS,
                    "is full, and nothing of it was used before more room was made in it, each time"));

    private final BurnFacts facts;

    AskingInVain(BurnFacts facts) {
        this.facts = facts;
    }

    /**
     * One kind of call.
     *
     * @param nanos CPU time from one to the next, at most
     */
    private record Question(int kind, long nanos, Way way, String what) {}

    /** What else may happen on the way round. */
    private enum Way {
        /** Nothing is there to be had, and nothing is done. */
        ASKS,
        /** Nothing is taken from elsewhere to be handed over, and nothing is done. */
        OFFERS,
        /** The same; a failure is counted, or logged. */
        GIVES,
        /** The same part of an input is looked at once more. */
        READS;

        boolean hasDone(Burn.Burning thread, Burn.Count count) {
            boolean mayWork = this == GIVES || this == READS;
            long got = this == ASKS
                    ? thread.gets()
                    : thread.counts().of(Meters.GOT).moved();
            return got > 0 || (!mayWork && thread.rounds().doMore(count.stack()));
        }
    }

    /** Whether there is something to tell once it has gone on for longer. */
    boolean mayBeTold(Burn.Burning thread) {
        return QUESTIONS.stream().anyMatch(question -> asks(thread, question));
    }

    boolean isTold(Burn.Burning thread) {
        if (facts.burn().nanos() < PATIENCE_NS) {
            return false;
        }
        for (Question question : QUESTIONS) {
            if (asks(thread, question)) {
                Burn.Count count = thread.counts().of(question.kind());
                facts.tell(Fact.POLLED_IN_VAIN, thread, count, count.calls(), count.stack(), question.what());
                return true;
            }
        }
        return false;
    }

    private boolean asks(Burn.Burning thread, Question question) {
        Burn.Count count = thread.counts().of(question.kind());
        return facts.isRow(count.calls())
                && count.allEmpty()
                && !thread.onPurpose()
                && !thread.moves()
                && thread.counts().of(Meters.TAKE).calls() == 0
                && thread.submitted() == 0
                && thread.cpuNs() / count.calls() <= question.nanos()
                && !question.way().hasDone(thread, count);
    }
}
