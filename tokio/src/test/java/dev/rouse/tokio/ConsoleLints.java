package dev.rouse.tokio;

import dev.rouse.tokio.wire.Common;
import dev.rouse.tokio.wire.Tasks.Stats;

/** The lints of tokio-console 0.1.14 (tokio-console/src/warnings.rs), to compare with. */
final class ConsoleLints {
    private static final long MOST_SELF_WAKES_PERCENT = 50;
    private static final long LONG_NS = 1_000_000_000L;

    private ConsoleLints() {}

    static boolean selfWakes(Stats task) {
        return task.getWakes() > 0 && 100 * task.getSelfWakes() / task.getWakes() > MOST_SELF_WAKES_PERCENT;
    }

    static boolean lostWaker(Stats task) {
        long polled = Times.nanos(task.getPollStats().getLastPollStarted());
        boolean isWoken = task.getPollStats().getPolls() == 0 || Times.nanos(task.getLastWake()) > polled;
        return !task.hasDroppedAt()
                && task.getWakerClones() <= task.getWakerDrops()
                && !isRunning(task.getPollStats())
                && !isWoken;
    }

    /** @param now by the service's clock, which is kinder to it than the client's */
    static boolean neverYielded(Stats task, long now) {
        Common.PollStats polls = task.getPollStats();
        return isRunning(polls) && polls.getPolls() <= 1 && now - Times.nanos(polls.getLastPollStarted()) >= LONG_NS;
    }

    private static boolean isRunning(Common.PollStats polls) {
        return Times.nanos(polls.getLastPollStarted()) > Times.nanos(polls.getLastPollEnded());
    }
}
