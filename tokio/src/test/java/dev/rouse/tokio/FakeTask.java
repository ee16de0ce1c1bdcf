package dev.rouse.tokio;

import dev.rouse.tokio.wire.Common;
import dev.rouse.tokio.wire.Tasks;

/** A task of a {@link FakeConsole}: what it does, at seconds of the console's clock. */
final class FakeTask {
    final long id;
    final Tasks.Task announced;
    private final Tasks.Stats.Builder stats = Tasks.Stats.newBuilder();
    private final Common.PollStats.Builder polls = Common.PollStats.newBuilder();
    private long busyNs;
    private long scheduledNs;
    boolean changed = true;

    FakeTask(long id, Tasks.Task announced, double created) {
        this.id = id;
        this.announced = announced;
        stats.setCreatedAt(FakeConsole.moment(created));
    }

    /** It is polled once, for so long. */
    FakeTask polled(double at, double ms) {
        return polled(1, at, ms, at);
    }

    /** It is polled so often, each time for so long; the last time at that moment. */
    FakeTask polled(long times, double first, double ms, double last) {
        busyNs += Math.round(times * ms * 1e6);
        if (!polls.hasFirstPoll()) {
            polls.setFirstPoll(FakeConsole.moment(first));
        }
        polls.setPolls(polls.getPolls() + times)
                .setLastPollStarted(FakeConsole.moment(last))
                .setLastPollEnded(FakeConsole.moment(last + ms / 1000));
        return change();
    }

    /** A poll begins, and does not end. */
    FakeTask runsFrom(double at) {
        polls.setPolls(polls.getPolls() + 1).setLastPollStarted(FakeConsole.moment(at));
        return change();
    }

    /** It gives its waker away so many times. */
    FakeTask givesWakers(long many) {
        stats.setWakerClones(stats.getWakerClones() + many);
        return change();
    }

    /** So many of its wakers are dropped. */
    FakeTask losesWakers(long many) {
        stats.setWakerDrops(stats.getWakerDrops() + many);
        return change();
    }

    FakeTask woken(double at) {
        return woken(1, at);
    }

    FakeTask woken(long times, double last) {
        stats.setWakes(stats.getWakes() + times).setLastWake(FakeConsole.moment(last));
        return change();
    }

    FakeTask wokenByItself(long times, double last) {
        stats.setSelfWakes(stats.getSelfWakes() + times);
        return woken(times, last);
    }

    /** It has waited for its turn for so long in all. */
    FakeTask waitedForItsTurn(double ms) {
        scheduledNs += Math.round(ms * 1e6);
        return change();
    }

    FakeTask ends(double at) {
        stats.setDroppedAt(FakeConsole.moment(at));
        return change();
    }

    private FakeTask change() {
        changed = true;
        return this;
    }

    Tasks.Stats stats() {
        changed = false;
        return stats.setPollStats(polls.setBusyTime(FakeConsole.time(busyNs)))
                .setScheduledTime(FakeConsole.time(scheduledNs))
                .build();
    }
}
