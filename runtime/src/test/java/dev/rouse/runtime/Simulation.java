package dev.rouse.runtime;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One core on a virtual clock, with actors whose doings, and the wakes, cancellations and failures that come to them,
 * are drawn from a seed. The rules are checked in every poll and after every turn; the same seed gives the same run.
 */
final class Simulation implements AutoCloseable {
    private static final int MOST_ACTORS = 40;
    private static final int MOST_TURNS = 3_000;

    final Random random;
    private final long seed;
    private final boolean diagnosed;
    private final Core core;
    private final List<Actor> actors = new ArrayList<>();
    private final List<Breach> breaches = new ArrayList<>();
    private final boolean faulty;
    private long now = 1_000_000_000;
    private long trace = 17;
    private int turns;
    private boolean over;

    /** What was found first: a core contains what a poll throws. */
    private @Nullable AssertionError first;

    /** @param faulty whether one actor in some waits as a leaf that keeps no waker does */
    Simulation(long seed, boolean faulty) {
        this.seed = seed;
        this.faulty = faulty;
        this.random = new Random(seed);
        this.diagnosed = random.nextBoolean();
        this.core = new Core(new Sleepless(), new Breaches(breaches::add), diagnosed, () -> now);
    }

    /** What a core sleeps on here: time that passes at once, and the events that come meanwhile. */
    private final class Sleepless implements IoDriver {
        @Override
        public void park(long nanos) {
            if (nanos != 0) {
                pass(nanos < 0 ? 1_000_000 : random.nextInt(4) == 0 ? random.nextLong(nanos) : nanos);
                happen();
            }
        }

        @Override
        public void unpark() {}

        @Override
        public Readiness register(SelectableChannel channel) {
            throw new UnsupportedOperationException("no sockets here");
        }

        @Override
        public void close() {}
    }

    /** @return a number that tells one run from another */
    long run() throws IOException {
        int first = 1 + random.nextInt(MOST_ACTORS / 2);
        for (int i = 0; i < first; i++) {
            spawn();
        }
        while (actors.stream().anyMatch(Actor::isLive)) {
            check(++turns < MOST_TURNS, "rules 1 to 4: some task is never polled again: " + live());
            turn();
        }
        over = true;
        core.turn();
        afterTheEnd();
        return trace;
    }

    private void turn() throws IOException {
        pass(random.nextInt(200_000));
        if (random.nextInt(3) == 0) {
            happen();
        }
        core.turn();
        if (first != null) {
            throw first;
        }
        check(core.queued() <= actors.size(), "rule 3: " + core.queued() + " entries are queued");
        actors.forEach(Actor::checkHandle);
        actors.forEach(Actor::checkOwed);
    }

    /** What may come at any time: events, wakes that mean nothing, cancellations, new tasks. */
    private void happen() {
        if (over) {
            return;
        }
        List<Runnable> elsewhere = new ArrayList<>();
        for (Actor actor : List.copyOf(actors)) {
            int drawn = random.nextInt(100);
            if (drawn < 40) {
                doThere(elsewhere, actor::fireEvent);
            } else if (drawn < 45) {
                doThere(elsewhere, actor::wakeForNothing);
            } else if (drawn < 47) {
                doThere(elsewhere, actor::cancel);
            }
        }
        if (actors.size() < MOST_ACTORS && random.nextInt(4) == 0) {
            doThere(elsewhere, this::spawn);
        }
        if (!elsewhere.isEmpty()) {
            core.elsewhere(() -> elsewhere.forEach(Runnable::run));
        }
    }

    private void doThere(List<Runnable> elsewhere, Runnable event) {
        if (random.nextBoolean()) {
            elsewhere.add(event);
        } else {
            event.run();
        }
    }

    private void afterTheEnd() throws IOException {
        int polls = actors.stream().mapToInt(Actor::polls).sum();
        actors.forEach(Actor::wakeForNothing);
        core.elsewhere(() -> actors.forEach(Actor::wakeForNothing));
        core.turn();
        check(polls == actors.stream().mapToInt(Actor::polls).sum(), "rule 8: a wake after the end had a task polled");
        actors.forEach(Actor::checkEnd);
        for (Breach breach : breaches) {
            check(breach.fact() == Breach.Fact.LATE, "accuses what is innocent: " + breach);
        }
    }

    /** @return the actor, which is polled first on a later turn */
    Actor spawn() {
        Actor actor = new Actor(this, actors.size(), faulty && random.nextInt(8) == 0);
        actors.add(actor);
        actor.handle = core.spawn(actor);
        return actor;
    }

    boolean mayGrow() {
        return actors.size() < MOST_ACTORS;
    }

    Actor any() {
        return actors.get(random.nextInt(actors.size()));
    }

    boolean isOnCore() {
        return Thread.currentThread() == core.thread;
    }

    /** An audit polls though nobody has woken the task. */
    boolean mayAudit() {
        return diagnosed;
    }

    long now() {
        return now;
    }

    private void pass(long nanos) {
        now += nanos;
    }

    void note(int actor, int what) {
        trace = trace * 31 + actor * 64L + what;
    }

    void check(boolean holds, String broken) {
        if (!holds) {
            AssertionError failure = new AssertionError(
                    "turn " + turns + ": " + broken + "; replay with -Drouse.simulation.seed=" + seed);
            first = first == null ? failure : first;
            throw failure;
        }
    }

    private String live() {
        return actors.stream()
                .filter(Actor::isLive)
                .map(Actor::toString)
                .toList()
                .toString();
    }

    @Override
    public void close() {
        core.leave();
    }
}
