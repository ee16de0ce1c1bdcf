package dev.rouse.engine.model;

import dev.rouse.engine.source.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One suspension of a task that has not ended yet. Read by detectors, written by its {@link Ledger} alone. */
public final class Wait {
    private static final long NEVER = Long.MIN_VALUE;
    private static final long UNCOUNTED = -1;

    private final Event.WaitBegan began;
    private final long samplesBefore;
    private final long wakesBefore;
    private long collectedAt = NEVER;
    private @Nullable Site made;
    private boolean blocked;
    private boolean kept;
    private boolean timeout;
    private long holder;
    private boolean holderInferred;
    private long holderSince = NEVER;
    private long holderEndedAt = NEVER;
    private Event.@Nullable PoolStarved starved;
    private List<Site> wakingLines = List.of();
    private Event.@Nullable LendingSeen lending;
    private long nobodyInsideSince = NEVER;
    private List<String> sockets = List.of();
    private boolean nobodyOnTheLine;
    private long wakersMade = UNCOUNTED;
    private long wakersHeld = UNCOUNTED;

    Wait(Event.WaitBegan began, long samplesBefore, long wakesBefore) {
        this.began = began;
        this.samplesBefore = samplesBefore;
        this.wakesBefore = wakesBefore;
    }

    void collected(Event.SourceCollected event) {
        collectedAt = event.at();
        made = event.made();
        blocked = event.blocked();
        kept = event.kept();
        timeout = event.timeout();
    }

    void heldBy(Event.HolderSeen event) {
        if (holder != event.holderTaskId()) {
            holder = event.holderTaskId();
            holderSince = event.at();
            holderEndedAt = NEVER;
        }
        if (!event.ended()) {
            holderEndedAt = NEVER;
        } else if (holderEndedAt == NEVER) {
            holderEndedAt = event.at();
        }
    }

    void sockets(List<String> seen) {
        nobodyOnTheLine = seen.isEmpty() && (nobodyOnTheLine || !sockets.isEmpty());
        sockets = seen;
    }

    void probablyHeldBy(Event.HolderInferred event) {
        holderInferred = true;
        heldBy(new Event.HolderSeen(event.at(), event.waitId(), event.holderTaskId(), false));
    }

    void wakingLines(Event.WakersRead event) {
        wakingLines = event.lines();
    }

    void lending(Event.LendingSeen event) {
        lending = event;
        if (event.inside() > 0) {
            nobodyInsideSince = NEVER;
        } else if (nobodyInsideSince == NEVER) {
            nobodyInsideSince = event.at();
        }
    }

    void starved(Event.PoolStarved event) {
        starved = event.nextTaskId() == 0 ? null : event;
        heldBy(new Event.HolderSeen(event.at(), event.waitId(), event.nextTaskId(), false));
    }

    void wakers(Event.WakersCounted event) {
        wakersMade = event.made();
        wakersHeld = event.held();
    }

    public long id() {
        return began.waitId();
    }

    public Site site() {
        return began.site();
    }

    public long since() {
        return began.since();
    }

    public long ageNs(long now) {
        return now - began.since();
    }

    public @Nullable String task() {
        return began.task();
    }

    public long taskId() {
        return began.taskId();
    }

    public String source() {
        return began.source();
    }

    public Role role() {
        return began.role();
    }

    public boolean timed() {
        return began.timed();
    }

    public List<StackTraceElement> stack() {
        return began.stack();
    }

    public List<String> sockets() {
        return sockets;
    }

    /** Whether the connections it kept waiting have been closed, or have gone on to serve something else. */
    public boolean nobodyOnTheLine() {
        return nobodyOnTheLine;
    }

    /** Whether the collector has taken the source while it was incomplete. */
    public boolean sourceCollected() {
        return collectedAt != NEVER;
    }

    /** Nanoseconds since the collector took the source; 0 when it has not. */
    public long collectedForNs(long now) {
        return sourceCollected() ? now - collectedAt : 0;
    }

    /** Where the source was made, when known. */
    public @Nullable Site made() {
        return made;
    }

    /** Whether a thread is blocked behind this wait. */
    public boolean blocked() {
        return blocked;
    }

    /** Whether somebody surely still holds what the wait would have set going. */
    public boolean kept() {
        return kept;
    }

    /** Whether a timeout stands by to end this wait in another way. */
    public boolean timeout() {
        return timeout;
    }

    /** The task that holds the lock waited for; 0 when there is none. */
    public long holder() {
        return holder;
    }

    /** Whether the holder is the last that was seen to get the lock, and not seen to hold it. */
    public boolean holderInferred() {
        return holderInferred;
    }

    /** The lines that can wake it, where the code shows them. */
    public List<Site> wakingLines() {
        return wakingLines;
    }

    /** What is known of the pool that it waits for something out of; null when it waits for no such thing. */
    public Event.@Nullable LendingSeen lending() {
        return lending;
    }

    /** For how long nobody has been seen who could give something back, in nanoseconds. */
    public long nobodyInsideForNs(long now) {
        return nobodyInsideSince == NEVER ? 0 : now - nobodyInsideSince;
    }

    /** The pool whose threads all wait for tasks in its own queue, this one among them; null when it is not so. */
    public Event.@Nullable PoolStarved starved() {
        return starved;
    }

    /** For how long the task that holds the lock has been seen to have ended, in nanoseconds; 0 when it has not. */
    public long holderEndedForNs(long now) {
        return holderEndedAt == NEVER ? 0 : now - holderEndedAt;
    }

    /** For how long the same task has been seen to hold it, in nanoseconds. */
    public long heldForNs(long now) {
        return holder == 0 ? 0 : now - holderSince;
    }

    /** Whether the source counts the wakers of what waits. */
    public boolean wakersCounted() {
        return wakersMade != UNCOUNTED;
    }

    /** How many wakers of what waits were ever made, where they are counted. */
    public long wakersMade() {
        return wakersMade;
    }

    /** Whether wakers were made, are counted, and none of them is left. */
    public boolean noWakerLeft() {
        return wakersMade > 0 && wakersHeld == 0;
    }

    /** How many are held by whomever, where they are counted. */
    public long wakersHeld() {
        return wakersHeld;
    }

    /** How many wakes of this site were sampled before this wait came to be followed. */
    long samplesBefore() {
        return samplesBefore;
    }

    /** How many waits of this site had gone on before this one came to be followed, as far as the samples tell. */
    public long wakesBefore() {
        return wakesBefore;
    }
}
