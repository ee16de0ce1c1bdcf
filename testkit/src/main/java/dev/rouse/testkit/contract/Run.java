package dev.rouse.testkit.contract;

import dev.rouse.runtime.Context;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One ordering played on one new subject, with what was seen at each step. */
final class Run {
    private final Subject subject;
    private final Elsewhere elsewhere;
    private final List<Waiter> waiters = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private final List<String> fired = Collections.synchronizedList(new ArrayList<>());
    private final List<Subject.Event> happened = new ArrayList<>();
    private final List<Step> done = new ArrayList<>();
    private final boolean[] begun;

    private boolean pollsInsideWakes;
    private @Nullable Waiter polledInsideWake;
    private volatile boolean heldUp;
    private volatile @Nullable Throwable eventFailure;
    private @Nullable Throwable dropFailure;

    Run(Subject subject, Elsewhere elsewhere) {
        this.subject = subject;
        this.elsewhere = elsewhere;
        this.begun = new boolean[subject.events().size()];
        AtomicInteger letters = new AtomicInteger();
        int count = subject.futures().size();
        for (int i = 0; i < count; i++) {
            String name = count == 1 ? "" : " future " + (i + 1);
            waiters.add(new Waiter(name, subject.futures().get(i), letters, fired, this::onWake));
        }
    }

    /** @return whether it could be taken: an event inside a poll cannot when the poll asks for no waker */
    boolean take(Step step) {
        fired.clear();
        heldUp = false;
        polledInsideWake = null;
        done.add(step);
        return switch (step.kind()) {
            case POLL -> poll(step, Waiter.Inside.NOTHING, "");
            case POLL_SPENT ->
                poll(step, new Waiter.Inside(null, null, true), ", its budget used up")
                        && waiter(step).hasSpent();
            case POLL_EVENT_BEFORE -> pollWithEvent(step, true);
            case POLL_EVENT_AFTER -> pollWithEvent(step, false);
            case EVENT -> event(step, false);
            case EVENT_POLLED -> event(step, true) && polledInsideWake != null;
            case DROP -> drop(step);
        };
    }

    private boolean pollWithEvent(Step step, boolean before) {
        Runnable event = () -> {
            heldUp = !elsewhere.run(() -> fire(step.event()));
        };
        String when = before ? " happens before it gets the waker" : " happens as soon as the waker is kept";
        Waiter.Inside inside = before ? new Waiter.Inside(event, null, false) : new Waiter.Inside(null, event, false);
        return poll(step, inside, "; " + quoted(step) + when) && begun[step.event()];
    }

    private boolean poll(Step step, Waiter.Inside inside, String how) {
        Waiter waiter = waiter(step);
        boolean first = waiter.state() == Waiter.State.NEW;
        boolean spurious = waiter.state() == Waiter.State.PENDING && !waiter.isWoken();
        boolean ended = waiter.state() == Waiter.State.READY;
        waiter.poll(step.fresh(), inside);
        elsewhere.finish();
        String which = first ? "" : ended ? ", though it was ready" : spurious ? ", though nobody woke it" : "";
        String waker = step.fresh() ? " with another waker, " : " with waker ";
        String self = waiter.spins() ? ", and wakes itself" : "";
        String held = heldUp ? " (held up by a lock until the poll let go of it)" : "";
        log.add("poll" + waiter.name() + waker + waiter.waker() + which + how + held + ": " + waiter.answer() + self);
        return true;
    }

    private boolean event(Step step, boolean polled) {
        pollsInsideWakes = polled;
        fire(step.event());
        pollsInsideWakes = false;
        elsewhere.finish();
        String wakes = fired.isEmpty() ? "fires no waker" : "fires waker " + String.join(", ", fired);
        StringBuilder line = new StringBuilder(quoted(step) + " happens: " + wakes);
        Waiter inside = polledInsideWake;
        if (inside != null) {
            line.append(", and is polled inside that wake");
            line.append(heldUp ? " (held up by a lock until the event let go of it)" : "");
            line.append(": ").append(inside.answer());
        }
        log.add(line.toString());
        return true;
    }

    private void fire(int event) {
        begun[event] = true;
        try {
            subject.events().get(event).action().run();
        } catch (RuntimeException thrown) {
            eventFailure = thrown;
        }
        happened.add(subject.events().get(event));
    }

    /** Called inside a wake, by the thread that fires it. */
    private void onWake(Waiter waiter) {
        if (pollsInsideWakes
                && waiter.state() == Waiter.State.PENDING
                && !waiter.isPolling()
                && !elsewhere.isBusy()
                && polledInsideWake == null) {
            polledInsideWake = waiter;
            heldUp = !elsewhere.run(() -> waiter.poll(false, Waiter.Inside.NOTHING));
        }
    }

    private boolean drop(Step step) {
        try {
            waiter(step).drop();
        } catch (RuntimeException thrown) {
            dropFailure = thrown;
        }
        log.add("drop" + waiter(step).name());
        return true;
    }

    private Waiter waiter(Step step) {
        return waiters.get(step.waiter());
    }

    private String quoted(Step step) {
        return "event '" + subject.events().get(step.event()).name() + "'";
    }

    List<Waiter> waiters() {
        return waiters;
    }

    List<String> log() {
        return log;
    }

    List<Step> done() {
        return done;
    }

    /** The events that have happened. */
    List<Subject.Event> happened() {
        return happened;
    }

    boolean hasBegun(int event) {
        return begun[event];
    }

    int events() {
        return begun.length;
    }

    /** Whether the last step had to wait for a lock: what follows is as after its two halves one by one. */
    boolean isHeldUp() {
        return heldUp;
    }

    /** What the last event threw; null when none did. */
    @Nullable Throwable eventFailure() {
        return eventFailure;
    }

    @Nullable Throwable dropFailure() {
        return dropFailure;
    }

    /** Whether some waker of a dropped future can still be reached from the events, once the collector has run. */
    Kept kept() {
        List<WeakReference<Context>> dropped = new ArrayList<>();
        for (Waiter waiter : waiters) {
            if (waiter.state() == Waiter.State.DROPPED) {
                dropped.addAll(waiter.wakers());
            }
        }
        return new Kept(List.copyOf(log), subject.events(), dropped);
    }

    /**
     * The wakers that nobody should keep any more.
     *
     * @param events keep alive what a service would
     */
    record Kept(List<String> log, List<Subject.Event> events, List<WeakReference<Context>> wakers) {}
}
