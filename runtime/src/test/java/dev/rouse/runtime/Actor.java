package dev.rouse.runtime;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A task of a simulation: does some things drawn at random, one after the other, and looks whether its polls are due.
 */
final class Actor implements Future<Integer> {
    private enum Doing {
        NOTHING(0),
        YIELDS(1),
        WAITS(2),
        SLEEPS(3),
        JOINS(4),
        SPENDS(5);

        final int number;

        Doing(int number) {
            this.number = number;
        }
    }

    private static final int MOST = 6;
    private static final int MOST_TURNS_OWED = 100;

    private final Simulation simulation;
    private final int number;
    private final boolean armsNothing;
    private final WakerSlot slot = new WakerSlot();
    private int left;
    private Doing doing = Doing.NOTHING;
    private @Nullable Sleep sleep;
    private @Nullable Actor joined;
    private long until;
    private volatile boolean event;

    /** A waker kept from its last poll, stale or not, for wakes that mean nothing. */
    private volatile @Nullable Waker kept;

    private volatile boolean wokenForNothing;

    /** A wake of another thread may arrive after a poll that it came too late for. */
    private volatile boolean wokenRemotely;

    private volatile boolean cancelled;
    private boolean wokenByItself;
    private final boolean fails;
    private boolean ready;
    private int polls;
    private int drops;
    private int pollsBefore;
    private int turnsOwed;

    @Nullable JoinHandle<Integer> handle;

    Actor(Simulation simulation, int number, boolean armsNothing) {
        this.simulation = simulation;
        this.number = number;
        this.armsNothing = armsNothing;
        this.left = simulation.random.nextInt(MOST);
        this.fails = simulation.random.nextInt(12) == 0;
    }

    @Override
    public Poll<Integer> poll(Context context) {
        check(simulation.isOnCore(), "rule 10: polled on another thread");
        check(!ready && drops == 0, "rule 8: polled after its end");
        check(isDue(), "rule 5: polled though nobody woke it");
        polls++;
        simulation.note(number, doing.number);
        wokenForNothing = false;
        wokenByItself = false;
        while (goesOn(context)) {
            doing = Doing.NOTHING;
            if (left-- == 0) {
                return end();
            }
            begin();
        }
        if (kept == null) {
            kept = context.waker();
        }
        return Poll.pending();
    }

    private boolean isDue() {
        if (isOwed() || wokenByItself || wokenForNothing || simulation.mayAudit()) {
            return true;
        }
        boolean arrives = wokenRemotely;
        wokenRemotely = false;
        return arrives;
    }

    /** Whether it can go on, so that a wake must be on its way. */
    private boolean isOwed() {
        return switch (doing) {
            case NOTHING, YIELDS, SPENDS -> true;
            case WAITS -> event;
            case SLEEPS -> simulation.now() >= until;
            case JOINS -> joined != null && joined.handle != null && joined.handle.isDone();
        };
    }

    private Poll<Integer> end() {
        ready = true;
        if (fails) {
            throw new IllegalArgumentException("drawn");
        }
        return Poll.ready(number);
    }

    private void begin() {
        int drawn = simulation.random.nextInt(5);
        switch (drawn) {
            case 0 -> doing = Doing.YIELDS;
            case 1 -> doing = Doing.WAITS;
            case 2 -> sleeps();
            case 3 -> joins();
            default -> doing = Doing.SPENDS;
        }
        event = false;
    }

    private void sleeps() {
        doing = Doing.SLEEPS;
        long nanos = 1L + simulation.random.nextInt(50_000_000);
        until = simulation.now() + nanos;
        sleep = new Sleep(nanos, true);
    }

    /** Only those that came later, so that none waits for itself. */
    private void joins() {
        if (simulation.mayGrow()) {
            doing = Doing.JOINS;
            joined = simulation.spawn();
        }
    }

    /** @return whether what it does has ended */
    private boolean goesOn(Context context) {
        return switch (doing) {
            case NOTHING -> true;
            case YIELDS -> yields(context);
            case WAITS -> waits(context);
            case SLEEPS -> sleep == null || sleep.poll(context).isReady();
            case JOINS -> hasJoined(context);
            case SPENDS -> spends(context);
        };
    }

    private boolean yields(Context context) {
        boolean done = until == -1;
        until = done ? 0 : -1;
        if (!done) {
            wokenByItself = true;
            context.waker().wake();
            context.waker().wake();
        }
        return done;
    }

    private boolean waits(Context context) {
        if (!event && !armsNothing) {
            slot.arm(context);
        }
        return event;
    }

    private boolean hasJoined(Context context) {
        JoinHandle<Integer> of = joined == null ? null : joined.handle;
        try {
            return of == null || of.poll(context).isReady();
        } catch (TaskFailedException | CancellationException failed) {
            return true; // rule 11: its own affair
        }
    }

    /** Goes on as long as it may: so its budget ends, and it comes again. */
    private boolean spends(Context context) {
        for (int n = 0; n < 100; n++) {
            if (!context.spend()) {
                wokenByItself = true;
                return false;
            }
            context.progress(1);
        }
        return true;
    }

    @Override
    public void drop() {
        check(simulation.isOnCore(), "rule 10: dropped on another thread");
        drops++;
        check(drops == 1, "rule 9: dropped again");
        simulation.note(number, 32);
        slot.clear();
        if (sleep != null) {
            sleep.drop();
        }
        if (joined != null && joined.handle != null) {
            joined.handle.drop();
        }
    }

    void fireEvent() {
        event = true;
        wokenRemotely = wokenRemotely || !simulation.isOnCore();
        slot.fire();
    }

    /** Wakes it unless that would help: a wake that is owed must come by itself. */
    void wakeForNothing() {
        Waker waker = kept;
        if (waker != null && (!isOwed() || !isLive())) {
            wokenForNothing = true;
            wokenRemotely = wokenRemotely || !simulation.isOnCore();
            waker.wake();
            waker.wake();
        }
    }

    void cancel() {
        cancelled = true;
        JoinHandle<Integer> mine = handle;
        if (mine != null) {
            mine.cancel();
        }
    }

    boolean isLive() {
        return drops == 0;
    }

    int polls() {
        return polls;
    }

    /** A batch takes in all tasks, and a timer comes a tick late: whoever is owed a poll gets it within some turns. */
    void checkOwed() {
        turnsOwed = isLive() && isOwed() && polls == pollsBefore ? turnsOwed + 1 : 0;
        pollsBefore = polls;
        check(turnsOwed < MOST_TURNS_OWED, "rules 1 to 4: it can go on, and is not polled");
    }

    /** A handle is done once the task has ended, and no sooner. */
    void checkHandle() {
        boolean done = handle != null && handle.isDone();
        check(done == (drops == 1), "its end is not told, or is told too early");
    }

    void checkEnd() {
        check(drops == 1, "rule 9: dropped " + drops + " times");
        try {
            Poll<Integer> end = handle == null ? Poll.pending() : handle.poll(Context.of(() -> {}));
            check(end.isReady() && end.get() == number && !fails && ready, "ended with " + end);
        } catch (TaskFailedException e) {
            check(fails && ready, "rule 11: failed with " + e.getCause());
        } catch (CancellationException e) {
            check(cancelled && !ready, "cancelled by nobody");
        }
    }

    private void check(boolean holds, String broken) {
        simulation.check(holds, "task " + this + ": " + broken);
    }

    @Override
    public String toString() {
        return number + " (" + doing + ", polled " + polls + " times)";
    }
}
