package dev.rouse.agent;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Site;
import dev.rouse.probe.Meters;
import java.util.List;

/** What can be told at once: calls that can never move anything, waits that never wait, failures without an end. */
final class EmptyHanded {
    /** Wake-ups of others, or anything else that speaks against it, below one part in so many are chance. */
    private static final int CHANCE = 10;

    private final BurnFacts facts;

    EmptyHanded(BurnFacts facts) {
        this.facts = facts;
    }

    boolean isTold(Burn.Burning thread) {
        boolean hasTask = thread.counts().of(Meters.TAKE).calls() > 0;
        return comesToNothing(thread, Meters.TLS, "consumed nothing and produced nothing")
                || comesToNothing(
                        thread, Meters.HOPELESS, "is at its end, or its buffer has no room, or nothing left to write")
                || comesToNothing(thread, Meters.CODEC, "took nothing from its input and gave nothing")
                || comesAtOnce(thread, Meters.SELECT, "was asked to wait and came back at once, though nobody woke it")
                || (!hasTask
                        && comesAtOnce(
                                thread, Meters.POLLED, "was asked to wait and came back at once, with no task to do"))
                || comesAtOnce(thread, Meters.PARK, "was asked to wait and came back at once, though nobody woke it");
    }

    /** Exceptions of calls that wait or move bytes. */
    boolean failsAgainAndAgain(Burn.Burning thread) {
        Burn.Count failures = thread.counts().of(Meters.FAILURE);
        boolean fails = facts.isRow(failures.calls()) && isOfACall(failures);
        if (fails) {
            facts.tell(
                    Fact.EMPTY_HANDED,
                    thread,
                    failures,
                    failures.calls(),
                    failures.stack(),
                    "was what a call failed with that waits or moves bytes, and it was made again at once");
        }
        return fails;
    }

    private boolean comesToNothing(Burn.Burning thread, int kind, String what) {
        Burn.Count count = thread.counts().of(kind);
        boolean row = facts.isRow(count.calls()) && count.allEmpty();
        if (row) {
            facts.tell(Fact.EMPTY_HANDED, thread, count, count.calls(), count.stack(), what);
        }
        return row;
    }

    private boolean comesAtOnce(Burn.Burning thread, int kind, String what) {
        Burn.Count count = thread.counts().of(kind);
        Burn.Count own = thread.counts().of(Meters.OWN_WAKE);
        Burn burn = facts.burn();
        boolean row = facts.isRow(count.empty()) && count.empty() * CHANCE >= count.calls() * (CHANCE - 1);
        if (!row || burn.wakes() * CHANCE > count.calls() || burn.served() * CHANCE > count.calls()) {
            return false;
        }
        if (isInterrupted(own.stack())) {
            String why = "was asked to wait and came back at once, since its thread is interrupted";
            facts.tell(Fact.EMPTY_HANDED, thread, count, count.empty(), count.stack(), why);
        } else if (own.calls() * 2 < count.calls()) {
            Fact fact = kind == Meters.SELECT ? Fact.EMPTY_HANDED : Fact.POLLED_IN_VAIN;
            facts.tell(fact, thread, count, count.empty(), count.stack(), what);
        } else if (kind == Meters.SELECT) {
            facts.tell(
                    Fact.RESUBMITTED,
                    thread,
                    own,
                    own.calls(),
                    Resubmission.guilty(own.stack()),
                    "woke the selector that it waits at");
        }
        return true;
    }

    private static boolean isInterrupted(List<StackTraceElement> wake) {
        return wake.stream()
                .anyMatch(frame -> frame.getClassName().startsWith("java.nio.channels.spi.AbstractSelector"));
    }

    /**
     * The exception's own constructors aside, its innermost frame is the JDK's, and of an exception of no special type
     * one of channels and streams: others say so of what they parse.
     */
    private static boolean isOfACall(Burn.Count failures) {
        return failures.stack().stream()
                .filter(frame -> !frame.getMethodName().equals("<init>")
                        && !frame.getMethodName().equals("fillInStackTrace"))
                .findFirst()
                .map(StackTraceElement::getClassName)
                .filter(Site::isJdk)
                .filter(type -> !failures.type().equals("java.io.IOException") || movesBytes(type))
                .isPresent();
    }

    private static boolean movesBytes(String type) {
        return type.startsWith("sun.nio.ch.") || type.startsWith("java.net.") || type.startsWith("java.io.");
    }
}
