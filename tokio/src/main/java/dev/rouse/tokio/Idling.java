package dev.rouse.tokio;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Role;
import dev.rouse.engine.source.Event;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that are idle, and tasks that run on and on: what does not change is told in no update, so all that live are
 * looked at.
 */
final class Idling {
    /** Shorter idle periods are nothing to look at. */
    private static final long MOMENT_NS = 1_000_000_000L;

    /** A poll that runs for longer is told of while it runs. */
    private static final long LONG_NS = 1_000_000_000L;

    /** An answer that nobody fetched for so long has been forgotten. */
    private static final long FORGOTTEN_NS = 2_000_000_000L;

    /** With so many polls behind it a task has a past of its own. */
    private static final int PAST = 64;

    /** So many in one queue, and it is no chance that two meet. */
    private static final int QUEUE = 3;

    /** Nobody waits for so long for what it got every moment until then. */
    private static final long LONE_NS = 10_000_000_000L;

    private final Resources resources;
    private final Handovers handovers;
    private final Consumer<Event> events;
    private long lastWait;
    private long toldUntil;
    private boolean timersOfNobody;

    Idling(Resources resources, Handovers handovers, Consumer<Event> events) {
        this.resources = resources;
        this.handovers = handovers;
        this.events = events;
    }

    /**
     * @param lagNs how late the service tells of what is new: what has been polled since may wait for a timer unseen
     */
    void look(Map<Long, Task> tasks, Collection<SpawnSite> sites, long now, long lagNs) {
        toldUntil = now - lagNs;
        timersOfNobody = resources.hasTimersOfNobody();
        tasks.values().forEach(task -> task.heldUp = 0);
        sites.forEach(site -> site.jam.begin());
        tasks.values().forEach(task -> count(task, tasks, now));
        sites.forEach(site -> jammed(site, now));
        resources.unreceived(now, FORGOTTEN_NS, tasks, (operation, by, site, since, ended) -> {
            if (since >= 2 * operation.toldNs) {
                String who = by.label() + " spawned at " + site.site() + (ended ? ", which has ended" : "");
                int count = operation.toldNs == 0 ? 1 : 0;
                operation.toldNs = since;
                tell(Fact.SENT_UNRECEIVED, "tokio oneshot", null, site, since, count, who, now);
            }
        });
        for (Task task : tasks.values()) {
            SpawnSite site = task.site();
            if (site == null || !task.isSpawned()) {
                continue;
            }
            if (task.isPassedOver()) {
                passedOver(task, now);
            }
            if (task.isRunning()) {
                running(task, site, now);
            } else if (task.isIdle() && now - task.pollEnded() >= MOMENT_NS) {
                idle(task, site, now);
            }
        }
    }

    /** Whether nothing but its timer is left to run it. */
    private void passedOver(Task task, long now) {
        Resources.Operation awaited = resources.awaitedBy(task);
        if (task.wakersHeld() == 1 && awaited != null && resources.standsBesideOthers(awaited)) {
            task.leftToTimerNs = Math.max(1, now - task.pollEnded());
        }
    }

    /** First of all: how many idle at each line, and who holds them up where it is a lock that they wait for. */
    private void count(Task task, Map<Long, Task> tasks, long now) {
        SpawnSite site = task.site();
        if (site == null) {
            return;
        }
        if (site.countedAt != now) {
            site.countedAt = now;
            site.idle = 0;
        }
        Resources.Operation awaited = resources.awaitedBy(task);
        mayJam(task, site, awaited, tasks, now);
        if (!task.isIdle() || now - task.pollEnded() < MOMENT_NS) {
            return;
        }
        if (awaited == null || !resources.isLock(awaited)) {
            site.idle++;
            return;
        }
        Task holder = tasks.get(resources.holder(awaited));
        if (holder != null) {
            holder.heldUp++;
        }
    }

    /** A mutex whose holder is known is told of by itself: as a cycle, or as a holder that is idle. */
    private void mayJam(
            Task task, SpawnSite site, Resources.@Nullable Operation awaited, Map<Long, Task> tasks, long now) {
        if (!task.isSpawned()) {
            return;
        }
        String lock = awaited != null && resources.isLock(awaited) ? resources.typeOf(awaited) : null;
        boolean isUnknown = task.pollEnded() > toldUntil;
        boolean isHeld = awaited != null && lock != null && tasks.containsKey(resources.holder(awaited));
        site.jam.see(task, isUnknown || isHeld || (awaited != null && resources.isTimer(awaited)), lock, now);
    }

    private void jammed(SpawnSite site, long now) {
        Jam jam = site.jam;
        long time = jam.told(now);
        Task oldest = jam.oldest();
        if (time > 0 && oldest != null) {
            String before = String.format(
                    Locale.ROOT,
                    "%,d of this line had finished, the longest after %,d ms",
                    jam.finished(),
                    jam.longestLifeNs() / 1_000_000);
            events.accept(new Event.BreachSeen(
                    now,
                    Fact.NONE_FINISHES,
                    jam.source(),
                    oldest.label(),
                    List.of(site.frame()),
                    time,
                    1,
                    jam.stuck(),
                    before));
        }
    }

    private void idle(Task task, SpawnSite site, long now) {
        Resources.Operation awaited = resources.awaitedBy(task);
        if (awaited != null && overdue(task, site, awaited, now)) {
            return;
        }
        if (awaited == null || !(resources.isLock(awaited) || resources.isTimer(awaited))) {
            holdsUp(task, site, now);
        }
        if (task.waitId != 0 && awaited != null && resources.isLock(awaited)) {
            events.accept(new Event.HolderInferred(now, task.waitId, resources.holder(awaited)));
        }
        Role role = role(task, site, awaited, now);
        boolean mayBeTimed = awaited == null && task.wakersHeld() > 0 && timersOfNobody;
        if (task.waitId != 0 && (role == Role.TIMER || mayBeTimed)) {
            takeBack(task, now);
        }
        boolean isNoNews = task.waitId != 0 || mayBeTimed || task.pollEnded() > toldUntil;
        if (isNoNews || role == Role.IDLE || role == Role.TIMER) {
            return;
        }
        task.waitId = ++lastWait;
        String source = awaited == null ? "a future that Tokio tells nothing of" : resources.typeOf(awaited);
        long at = Math.min(now, task.pollEnded() + MOMENT_NS);
        events.accept(new Event.WaitBegan(
                at,
                task.waitId,
                task.pollEnded(),
                site.site(),
                task.label(),
                task.id(),
                source,
                role,
                false,
                List.of(site.frame())));
        events.accept(new Event.WakersCounted(at, task.waitId, task.wakersMade(), task.wakersHeld()));
    }

    /** A timer was told of later than its wait, perhaps its own. */
    private void takeBack(Task task, long now) {
        events.accept(new Event.WaitEnded(now, task.waitId));
        task.waitId = 0;
    }

    /**
     * What it waits for, as the structure shows it: a result, where tasks of its line commonly finish and this one has
     * come no further than those; or where it has long been at work and now nobody holds its waker. All others may be
     * waiting for work.
     */
    private Role role(Task task, SpawnSite site, Resources.@Nullable Operation awaited, long now) {
        if (awaited != null && resources.isTimer(awaited)) {
            return Role.TIMER;
        }
        if (awaited != null && resources.isLock(awaited)) {
            return Role.LOCK;
        }
        if (task.wakersMade() == 0) {
            return Role.IDLE;
        }
        if (site.tasksFinish() && hasNotFinished(task, site)) {
            return Role.RESULT;
        }
        boolean stopped = task.wakersHeld() == 0 && task.polls() >= PAST && now - task.pollEnded() >= LONE_NS;
        return stopped ? Role.RESULT : Role.IDLE;
    }

    /**
     * A task that has finished holds no waker any more, and stays in the console as long as somebody holds its span.
     */
    private static boolean hasNotFinished(Task task, SpawnSite site) {
        if (task.wakersHeld() == 0 && !task.isPassedOver()) {
            return site.isBeforeItsEnd(task.polls());
        }
        return site.isMidWay(task.polls());
    }

    private boolean overdue(Task task, SpawnSite site, Resources.Operation awaited, long now) {
        long due = resources.dueAt(awaited, task.pollStarted());
        if (due == 0 || now - due < MOMENT_NS) {
            return false;
        }
        tellAsItGrows(task, site, Fact.TIMER_OVERDUE, "tokio Sleep", now - due, now);
        return true;
    }

    /** It waits with a lock in its hands, and others behind it. */
    private void holdsUp(Task task, SpawnSite site, long now) {
        long time = now - task.pollEnded();
        if (task.heldUp >= QUEUE && time >= LONE_NS && site.isUnheardOf(time) && time >= 2 * task.toldNs) {
            int count = task.toldNs == 0 ? 1 : 0;
            task.toldNs = time;
            events.accept(new Event.BreachSeen(
                    now,
                    Fact.IDLE_HOLDER,
                    "tokio Mutex",
                    task.label(),
                    List.of(site.frame()),
                    time,
                    count,
                    task.heldUp,
                    null));
        }
    }

    private void running(Task task, SpawnSite site, long now) {
        long time = now - task.pollStarted();
        if (time >= LONG_NS && !handovers.since(task.pollStarted())) {
            tellAsItGrows(task, site, Fact.LONG_POLL, "one poll", time, now);
        }
    }

    /** Once it is seen, and again each time it has doubled. */
    private void tellAsItGrows(Task task, SpawnSite site, Fact fact, String source, long time, long now) {
        if (time < 2 * task.toldNs) {
            return;
        }
        long count = task.toldNs == 0 ? 1 : 0;
        task.toldNs = time;
        tell(fact, source, task.label(), site, time, count, null, now);
    }

    private void tell(
            Fact fact,
            String source,
            @Nullable String task,
            SpawnSite site,
            long time,
            long count,
            @Nullable String other,
            long now) {
        events.accept(new Event.BreachSeen(now, fact, source, task, List.of(site.frame()), time, count, 0, other));
    }
}
