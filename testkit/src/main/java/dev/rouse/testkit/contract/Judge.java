package dev.rouse.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a run broke a rule: first by what its last step showed, then by running its futures as an executor
 * would, each after its wake, and at last by one poll that nobody asked for. A future that is ready on that one, though
 * no wake came, would have waited for ever.
 */
final class Judge {
    /** A wake that another thread brings may come so late. */
    private static final long GRACE_NS = 100_000_000;

    private final Run run;
    private final Options options;

    Judge(Run run, Options options) {
        this.run = run;
        this.options = options;
    }

    @Nullable Violation violation() {
        Violation seen = byLastStep();
        if (seen == null) {
            seen = byRunning();
        }
        if (seen == null) {
            seen = byAudit();
        }
        return seen != null ? seen : byEvents();
    }

    private @Nullable Violation byLastStep() {
        Throwable failure = run.eventFailure();
        if (failure != null && run.happened().size() == 1 && noneDropped()) {
            return broken(
                    Rule.ARM_THEN_LOOK_AGAIN,
                    "the event relies on a waiter being there",
                    "the event may come at any time, before the first poll too",
                    "it threw " + failure);
        }
        if (run.dropFailure() != null) {
            return broken(
                    Rule.DROPPING_RELEASES,
                    "the drop fails",
                    "a drop may come at any time, before the first poll too",
                    "it threw " + run.dropFailure());
        }
        for (Waiter waiter : run.waiters()) {
            Violation seen = byLastPoll(waiter);
            if (seen != null) {
                return seen;
            }
        }
        return null;
    }

    private boolean noneDropped() {
        return run.waiters().stream().noneMatch(w -> w.state() == Waiter.State.DROPPED);
    }

    private @Nullable Violation byLastPoll(Waiter waiter) {
        if (waiter.armedNothing()) {
            return broken(
                    Rule.PENDING_ARMS,
                    "pending without arming",
                    "a poll that is pending has kept its waker",
                    "it never asked for the waker");
        }
        if (waiter.overspent()) {
            return broken(
                    Rule.BUDGET,
                    "the answer of spend() is not heeded",
                    "pending, when spend() has answered false",
                    waiter.answer());
        }
        if (waiter.isRepeated() && !options.repeats()) {
            return broken(
                    Rule.AFTER_THE_END,
                    "ready after ready: the end is not remembered (if it may be: Contract.repeats())",
                    "nobody polls a future that was ready; when somebody does, it is not ready once more",
                    "a second time " + waiter.answer());
        }
        if (waiter.wakesAfterDrop() > 0) {
            return broken(
                    Rule.DROPPING_RELEASES,
                    "the drop leaves the waker with the source",
                    "a dropped future has let go of its wakers",
                    "the event fired one");
        }
        return null;
    }

    /** Runs what has been woken until nothing is. */
    private @Nullable Violation byRunning() {
        int spins = 0;
        boolean any = true;
        for (int n = 0; any && n < 4 * options.selfWakes(); n++) {
            any = false;
            for (Waiter waiter : run.waiters()) {
                if (!waiter.owesPoll()) {
                    continue;
                }
                any = true;
                waiter.poll(false, Waiter.Inside.NOTHING);
                spins = waiter.spins() ? spins + 1 : 0;
                if (spins >= options.selfWakes()) {
                    return broken(
                            Rule.SELF_WAKE,
                            "self-wake without progress",
                            "pending until an event, or progress(n) before it wakes itself again",
                            "it woke itself in " + spins + " polls in a row, and nothing moved");
                }
            }
        }
        return null;
    }

    private @Nullable Violation byAudit() {
        List<Waiter> silent = new ArrayList<>();
        for (Waiter waiter : run.waiters()) {
            if (waiter.state() == Waiter.State.PENDING && !waiter.isWoken()) {
                silent.add(waiter);
            }
        }
        for (Waiter waiter : silent) {
            if (run.waiters().stream().anyMatch(Waiter::owesPoll)) {
                return null; // what is ready now may be meant for the one that was woken
            }
            Violation seen = audit(waiter);
            if (seen != null) {
                return seen;
            }
        }
        return null;
    }

    private @Nullable Violation audit(Waiter waiter) {
        boolean stale = waiter.isStaleWoken();
        boolean asked = waiter.hasAsked();
        int fires = waiter.fires();
        waiter.poll(false, Waiter.Inside.NOTHING);
        if (waiter.state() == Waiter.State.PENDING) {
            return null;
        }
        Violation seen = unwoken(waiter, stale, asked);
        return options.counts(seen.rule()) && firesWithinGrace(waiter, fires) ? null : seen;
    }

    private static boolean firesWithinGrace(Waiter waiter, int before) {
        long since = System.nanoTime();
        while (waiter.fires() == before) {
            if (System.nanoTime() - since > GRACE_NS) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }

    private Violation unwoken(Waiter waiter, boolean stale, boolean asked) {
        String happened = "waker " + waiter.waker() + " did not fire, yet " + unasked(waiter);
        if (run.happened().isEmpty()) {
            return broken(
                    Rule.SPURIOUS_POLL,
                    "a second poll changes the answer",
                    "pending again, as nothing has happened",
                    unasked(waiter));
        }
        String expected = "waker " + waiter.waker() + " fires, since the future can go on";
        Step last = last();
        if (stale) {
            return broken(
                    Rule.NEWEST_WAKER,
                    asked ? "an older waker is kept instead of the newest" : "only the first waker is kept",
                    expected,
                    "an older waker fired, " + happened);
        }
        if (last.kind().isEventInPoll() && run.waiters().get(last.waiter()) == waiter) {
            return broken(
                    Rule.ARM_THEN_LOOK_AGAIN, "event between check and register: no second look", expected, happened);
        }
        if (last.kind() == Step.Kind.EVENT_POLLED) {
            return broken(
                    Rule.ARM_THEN_LOOK_AGAIN,
                    "the waker is fired before the state is set",
                    "the event is published before a waker fires, or fires one afterwards",
                    "no waker fired after it was published, yet " + unasked(waiter));
        }
        return broken(Rule.PENDING_ARMS, forgotten(), expected, happened);
    }

    private String forgotten() {
        long polled = run.waiters().stream().filter(w -> w.polls() > 0).count();
        return polled > 1
                ? "two waiters share one slot: the newer took the older's place"
                : "whoever makes the event does not fire the waker, or not the one that was kept";
    }

    private static String unasked(Waiter waiter) {
        return "a poll that nobody had asked for says: " + waiter.answer();
    }

    private Step last() {
        return run.done().get(run.done().size() - 1);
    }

    private @Nullable Violation byEvents() {
        long ready = count(Waiter.State.READY);
        if (options.readiesOne() && ready > run.happened().size()) {
            return broken(
                    Rule.AFTER_THE_END,
                    "one value is given twice",
                    "each event lets one future be ready",
                    "ready after " + run.happened().size() + (run.happened().size() == 1 ? " event: " : " events: ")
                            + ready);
        }
        boolean completed = run.happened().stream().anyMatch(Subject.Event::completes);
        long waiting = count(Waiter.State.PENDING);
        long unused = count(Waiter.State.NEW);
        if (completed && waiting > 0 && waiting + unused == run.waiters().size()) {
            return broken(
                    Rule.ARM_THEN_LOOK_AGAIN,
                    "the event is forgotten, or overwritten by the poll",
                    "ready: the event that completes it has happened",
                    "pending, though it was polled after each wake, and once more");
        }
        return null;
    }

    private long count(Waiter.State state) {
        return run.waiters().stream().filter(w -> w.state() == state).count();
    }

    private Violation broken(Rule rule, String mistake, String expected, String happened) {
        return new Violation(rule, mistake, run.log(), expected, happened);
    }
}
