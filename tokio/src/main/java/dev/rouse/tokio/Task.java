package dev.rouse.tokio;

import org.jspecify.annotations.Nullable;

/**
 * One task as its counters stand, and as they stood an update before. Compact: a service may have 100,000 of them.
 * Times are nanoseconds of the service's clock, 0 when never.
 */
final class Task {
    private final long id;
    private final long created;
    private @Nullable SpawnSite site;
    private long number;
    private @Nullable String more;
    private boolean polledByItsRuntime;

    private long polls;
    private long selfWakes;
    private long clones;
    private long drops;
    private long lastWake;
    private long pollStarted;
    private long pollEnded;
    private long busyNs;
    private long scheduledNs;

    private long windowFrom;
    private long pollsBefore;
    private long selfWakesBefore;
    private long busyBefore;
    private long scheduledBefore;

    /** Its idle period as the ledger knows it; 0 when it knows none. */
    long waitId;

    /** The time of its poll that runs, or of its timer that is overdue, when it was last told of; 0 when it was not. */
    long toldNs;

    /** How many wait for a lock that it was the last to get, as last counted. */
    int heldUp;

    /** How many windows in a row it has spun. */
    int spun;

    /** Whether its polls were ever so many and so short: on a busy machine a poll seems longer than it is. */
    boolean hasSpunLightly;

    /** How many of its operations on resources were ready, and were not, since the update before. */
    int readyOps;

    int pendingOps;

    /** How often it waited between the polls that the last update tells of, */
    private long waits;

    /** and for how long in all: neither running nor about to. */
    private long waitedNs;

    private long longestPollNs;

    /** Whether somebody was seen to let go of a waker of it unfired, since its last poll, while it was idle. */
    private boolean passedOver;

    /** For how long it has been idle with no waker but its timer's left, passed over; 0 when it is not so. */
    long leftToTimerNs;

    Task(long id, long created) {
        this.id = id;
        this.created = created;
        this.windowFrom = created;
    }

    /**
     * What the service told of it when it was spawned.
     *
     * @param itsNumber 0 when none was told
     * @param fields its name and others, each after a space; null when it has none
     */
    void isSpawnedAt(SpawnSite line, long itsNumber, @Nullable String fields, boolean isTask) {
        site = line;
        number = itsNumber;
        more = fields;
        polledByItsRuntime = isTask;
    }

    /**
     * Takes the counters in, and gives how long it was idle between the end of the last poll before and the last one
     * now: not less than its longest idle period in it; 0 when it was not.
     */
    long take(Counters news) {
        long idle = pollEnded == 0 ? 0 : Math.max(0, news.pollStarted - pollEnded - Math.max(0, news.busyNs - busyNs));
        countWaits(news);
        countPolls(news);
        seeRelease(news);
        polls = news.polls;
        selfWakes = news.selfWakes;
        clones = news.clones;
        drops = news.drops;
        lastWake = news.lastWake;
        pollStarted = news.pollStarted;
        pollEnded = news.pollEnded;
        busyNs = news.busyNs;
        scheduledNs = news.scheduledNs;
        return idle;
    }

    private void countWaits(Counters news) {
        waits = Math.max(0, news.polls - Math.max(1, polls));
        long from = polls == 0 ? news.firstPoll : Math.max(pollStarted, pollEnded);
        long busy = news.busyNs - busyNs;
        long scheduled = news.scheduledNs - scheduledNs;
        waitedNs = waits == 0 ? 0 : Math.max(0, news.pollStarted - from - busy - scheduled);
    }

    /** Its longest poll of those that ended between the last two updates took so long at least. */
    private void countPolls(Counters news) {
        long ended = news.polls - polls + (isRunning() ? 1 : 0) - (news.pollStarted > news.pollEnded ? 1 : 0);
        long last = ended > 0 && news.pollEnded > news.pollStarted ? news.pollEnded - news.pollStarted : 0;
        long others = last > 0 ? ended - 1 : ended;
        long rest = others > 0 ? Math.max(0, news.busyNs - busyNs - last) / others : 0;
        longestPollNs = Math.max(last, rest);
    }

    /** Nothing has happened to it, but that wakers of it are gone. */
    private void seeRelease(Counters news) {
        boolean same = news.polls == polls && news.clones == clones && news.lastWake == lastWake;
        passedOver = same && (passedOver || (isIdle() && news.drops > drops));
    }

    /** What was done since {@link #beginWindow}. */
    Window window(long now) {
        return new Window(
                now - windowFrom,
                polls - pollsBefore,
                selfWakes - selfWakesBefore,
                busyNs - busyBefore,
                scheduledNs - scheduledBefore);
    }

    /** From here on what it does is counted anew. */
    void beginWindow(long from) {
        windowFrom = from;
        pollsBefore = polls;
        selfWakesBefore = selfWakes;
        busyBefore = busyNs;
        scheduledBefore = scheduledNs;
    }

    /** What has changed since a window was begun. */
    record Window(long nanos, long polls, long selfWakes, long busyNs, long scheduledNs) {
        long perSecond(long count) {
            return nanos <= 0 ? 0 : Math.round(count * 1e9 / nanos);
        }

        /** How long it neither ran nor was about to. */
        long restNs() {
            return nanos - busyNs - scheduledNs;
        }
    }

    long id() {
        return id;
    }

    long created() {
        return created;
    }

    /** Where it was spawned; null as long as that has not been told. */
    @Nullable SpawnSite site() {
        return site;
    }

    String label() {
        if (number == 0 && more != null) {
            return "task" + more;
        }
        return "task " + Long.toUnsignedString(number == 0 ? id : number) + (more == null ? "" : more);
    }

    /** Whether it is a task that was spawned: no call of {@code block_on} and no thread for blocking work. */
    boolean isSpawned() {
        return polledByItsRuntime;
    }

    boolean isRunning() {
        return pollStarted > pollEnded;
    }

    /** Whether it has been polled, is not running, and has not been woken since its last poll began. */
    boolean isIdle() {
        return polls > 0 && !isRunning() && lastWake <= pollStarted;
    }

    long polls() {
        return polls;
    }

    long busyNs() {
        return busyNs;
    }

    long pollStarted() {
        return pollStarted;
    }

    long pollEnded() {
        return pollEnded;
    }

    /** Of its polls that ended between the last two updates, the longest took so long at least. */
    long longestPollNs() {
        return longestPollNs;
    }

    /** How many of its waits ended between the last two updates. */
    long waits() {
        return waits;
    }

    long waitedNs() {
        return waitedNs;
    }

    boolean isPassedOver() {
        return passedOver;
    }

    long wakersMade() {
        return clones;
    }

    /** How many clones of its waker are held, by whomever. */
    long wakersHeld() {
        return Math.max(0, clones - drops);
    }
}
