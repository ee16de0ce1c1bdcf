package dev.rouse.engine.detect;

import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.Role;
import dev.rouse.engine.model.SiteHistory;
import dev.rouse.engine.model.Surroundings;
import dev.rouse.engine.model.Wait;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Nobody is left who could wake it: no task has run for a while, and nothing is on its way from outside.
 *
 * <p>In a sealed process (no timer, no socket that leads out, no listener) that speaks against every wait but an idle
 * worker's. Where strangers may still connect or housekeeping ticks, it speaks against a timed wait, since who sets a
 * timeout expects an answer, for a result or in a process that talks to itself; and, later, against an untimed wait for
 * a result by any thread but main.
 */
final class Stillness {
    /** With tickers about, quiet has to last longer: housekeeping commonly runs once a second. */
    private static final int TICKING = 2;

    /** Who waits without a timeout may wait for something far off: so many floors of quiet speak against that. */
    private static final int UNTIMED = 5;

    /** A timer pending for longer than this is no ticker's: it may be the one that ends the wait. */
    private static final long TICK_NS = 1_700_000_000L;

    /** So many floors of quiet speak against a promise that only callbacks wait for, where others like it went on. */
    private static final int CALLBACKS = 3;

    private static final int SEVERAL = 4;

    private Stillness() {}

    static LostWake.@Nullable Verdict judge(Ledger ledger, Thresholds thresholds, Wait wait) {
        Surroundings around = ledger.surroundings();
        long age = wait.ageNs(ledger.now());
        if (wait.starved() != null || age < thresholds.floorNs() || around.quietNs() < thresholds.quietNs()) {
            return null;
        }
        boolean lost = wait.taskId() == 0
                ? speaksAgainstACallback(ledger, wait, thresholds)
                : around.sealed()
                        ? speaksInASealedProcess(ledger, wait)
                        : speaksAmongStrangers(ledger, wait, thresholds);
        return lost ? new LostWake.Verdict(wait, Grade.SUSPECTED, evidence(around, age)) : null;
    }

    /**
     * Some promises never end on purpose: those for the end of a connection, of a service. They have no such history.
     */
    private static boolean speaksAgainstACallback(Ledger ledger, Wait wait, Thresholds thresholds) {
        Surroundings around = ledger.surroundings();
        SiteHistory history = ledger.history(wait.site());
        return around.sealed()
                && around.onlookers() > 0
                && around.inside() == 0
                && !wait.sourceCollected()
                && Math.min(wait.ageNs(ledger.now()), around.quietNs()) >= CALLBACKS * thresholds.floorNs()
                && history != null
                && history.wakes() >= SEVERAL;
    }

    private static boolean speaksInASealedProcess(Ledger ledger, Wait wait) {
        boolean awaitsTheEnd = ledger.surroundings().shutdownHooks() && !wait.timed() && wait.role() != Role.RESULT;
        return (isForAnEvent(wait) || isAwaitedWorker(ledger, wait)) && !awaitsTheEnd;
    }

    private static boolean speaksAmongStrangers(Ledger ledger, Wait wait, Thresholds thresholds) {
        Surroundings around = ledger.surroundings();
        long now = ledger.now();
        long enough = thresholds.floorNs() * (wait.timed() ? around.tickers() == 0 ? 1 : TICKING : UNTIMED);
        return around.networkKnown()
                && around.outside() == 0
                && (!around.timerPending() || now - around.oldestTimerNs() <= TICK_NS)
                && Math.min(wait.ageNs(now), around.quietNs()) >= enough
                && (wait.timed() || !isMain(wait))
                && (wait.role() == Role.RESULT
                        || (isForAnEvent(wait) && around.inside() > 0 && (wait.timed() || isWatched(around))));
    }

    /** Somebody looks on, as a test does; a service that may await its end is no such thing. */
    private static boolean isWatched(Surroundings around) {
        return around.onlookers() > 0 && !around.shutdownHooks();
    }

    private static boolean isForAnEvent(Wait wait) {
        return wait.role() == Role.RESULT || wait.role() == Role.LATCH || wait.role() == Role.SIGNAL;
    }

    /** An idle worker waits like this too; but then nobody waits for what it does. */
    private static boolean isAwaitedWorker(Ledger ledger, Wait wait) {
        return wait.role() == Role.LOOP
                && ledger.waits().stream().anyMatch(other -> other.role() == Role.JOIN || isForAnEvent(other));
    }

    /** The main thread commonly waits for as long as its service lives. */
    private static boolean isMain(Wait wait) {
        List<StackTraceElement> stack = wait.stack();
        return !stack.isEmpty() && stack.get(stack.size() - 1).getMethodName().equals("main");
    }

    private static List<String> evidence(Surroundings around, long age) {
        List<String> evidence = new ArrayList<>();
        evidence.add("it is " + Findings.time(age) + " old, and no task has run for " + Findings.time(around.quietNs())
                + ": " + Findings.count(around.idle(), "is an idle worker", "are idle workers") + ", the others wait");
        if (around.onlookers() > 0) {
            evidence.add(Findings.count(around.onlookers(), "thread only sleeps", "threads only sleep")
                    + " and looks on: nothing that is left of its code wakes anybody");
        }
        evidence.addAll(around.unread());
        evidence.add(
                around.sealed()
                        ? "nothing can come from outside: no timer is pending, no socket leads out of the process"
                        : "nothing is on its way from outside: no open connection leads out of the process"
                                + (around.listeners() > 0 ? "; strangers may still connect" : "")
                                + (around.tickers() > 0 ? "; housekeeping ticks, and wakes nobody" : ""));
        return evidence;
    }
}
