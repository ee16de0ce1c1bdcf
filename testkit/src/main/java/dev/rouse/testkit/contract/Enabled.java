package dev.rouse.testkit.contract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The steps that may follow an ordering. */
final class Enabled {
    private final Run run;
    private final List<Step> steps = new ArrayList<>();

    private Enabled(Run run) {
        this.run = run;
    }

    static List<Step> after(Run run) {
        Enabled enabled = new Enabled(run);
        for (int waiter = 0; waiter < run.waiters().size(); waiter++) {
            enabled.ofWaiter(waiter, run.waiters().get(waiter));
        }
        boolean waits = run.waiters().stream().anyMatch(w -> w.state() == Waiter.State.PENDING);
        for (int event = 0; event < run.events(); event++) {
            if (!run.hasBegun(event)) {
                enabled.steps.add(Step.event(Step.Kind.EVENT, event));
                if (waits) {
                    enabled.steps.add(Step.event(Step.Kind.EVENT_POLLED, event));
                }
            }
        }
        enabled.steps.sort(Comparator.comparing(Step::kind));
        return enabled.steps;
    }

    private void ofWaiter(int number, Waiter waiter) {
        if (waiter.state().isLive()) {
            polls(number, waiter);
        } else if (waiter.state() == Waiter.State.READY) {
            steps.add(Step.poll(Step.Kind.POLL, number, -1, false));
        }
        if (waiter.state() != Waiter.State.DROPPED) {
            steps.add(Step.drop(number));
        }
    }

    private void polls(int number, Waiter waiter) {
        boolean pending = waiter.state() == Waiter.State.PENDING;
        if (!isThirdInARow(number, waiter)) {
            poll(Step.Kind.POLL, number, -1, pending);
        }
        steps.add(Step.poll(Step.Kind.POLL_SPENT, number, -1, false));
        for (int event = 0; event < run.events(); event++) {
            if (!run.hasBegun(event)) {
                poll(Step.Kind.POLL_EVENT_BEFORE, number, event, pending);
                poll(Step.Kind.POLL_EVENT_AFTER, number, event, pending);
            }
        }
    }

    private void poll(Step.Kind kind, int number, int event, boolean pending) {
        steps.add(Step.poll(kind, number, event, false));
        if (pending) {
            steps.add(Step.poll(kind, number, event, true));
        }
    }

    /** Two polls that nobody asked for show what a third would. */
    private boolean isThirdInARow(int number, Waiter waiter) {
        List<Step> done = run.done();
        int size = done.size();
        return size >= 2
                && !waiter.owesPoll()
                && isPoll(done.get(size - 1), number)
                && isPoll(done.get(size - 2), number);
    }

    private static boolean isPoll(Step step, int number) {
        return step.kind() == Step.Kind.POLL && step.waiter() == number;
    }
}
