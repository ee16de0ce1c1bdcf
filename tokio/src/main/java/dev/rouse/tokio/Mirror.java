package dev.rouse.tokio;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.record.SiteState;
import dev.rouse.engine.source.Event;
import dev.rouse.tokio.wire.Instruments.Update;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one process, as its updates tell of them, and what these mean in the engine's words. Time is the
 * service's own. Bounded: a finished task folds into the line that spawned it.
 */
final class Mirror {
    /** Some 300 bytes each, with their place in the map. */
    private static final int MOST_TASKS = 300_000;

    private static final int MOST_SITES = 10_000;

    /** A poll that took less is not told of; nor is what was late by less. */
    private static final long LONG_POLL_NS = 200_000_000L;

    private static final long WINDOW_NS = 500_000_000L;

    private final Metadata metadata = new Metadata();
    private final Resources resources = new Resources(metadata);
    private final List<Event> events = new ArrayList<>();
    private final Handovers handovers = new Handovers();
    private final Idling idling = new Idling(resources, handovers, events::add);
    private final Spinning spinning = new Spinning(metadata, events::add);
    private final Map<Long, Task> tasks = new HashMap<>();
    private final Map<Long, Announced> announced = new HashMap<>();
    private final Map<String, SpawnSite> sites = new HashMap<>();
    private final Map<SpawnSite, Long> latest = new HashMap<>();
    private long before;
    private long lagNs;
    /** Of this update: how many tasks are new, and when the last of them was spawned. */
    private long newTasks;

    private long youngest;
    private boolean first = true;

    /** A task of which its place has been told, and its counters not yet. */
    private record Announced(
            @Nullable SpawnSite site, long number, @Nullable String more, boolean isTask) {}

    /**
     * What an update means: how long waits took and how late tasks ran is told to {@code samples} at once, all else is
     * given in order of time.
     *
     * @throws InvalidProtocolBufferException when a part of it is nonsense
     */
    List<Event> take(RawUpdate update, Consumer<Event> samples) throws InvalidProtocolBufferException {
        Update rest = update.rest();
        long now = Times.nanos(rest.getNow());
        events.clear();
        metadata.learn(rest.getNewMetadata());
        update.announced(metadata, this::announce);
        // What was ready is told to the tasks that are known; so what is new must be known first.
        newTasks = 0;
        youngest = 0;
        update.counted(this::known);
        lagNs = first ? 0 : resources.lagNs(rest.getResourceUpdate(), newTasks, youngest, now);
        resources.take(rest.getResourceUpdate(), rest.getAsyncOpUpdate(), tasks);
        update.counted(counters -> progress(counters, now, samples));
        spinning.pairs(now);
        idling.look(tasks, sites.values(), now, lagNs);
        tellLateness(now);
        tellLost(update.dropped(), now);
        before = now;
        first = false;
        events.sort(Comparator.comparingLong(Event::at));
        return events;
    }

    private void announce(Announcement news) {
        if (announced.size() < MOST_TASKS) {
            announced.put(news.id, new Announced(site(news.file, news.line), news.number, news.more(), news.isTask));
        }
    }

    /** An id may be used again: then the one that had it before has ended unseen. */
    private void known(Counters counters) {
        long id = counters.id;
        Task task = tasks.get(id);
        if (task != null && task.created() != counters.created) {
            end(task);
            task = null;
        }
        Announced news = announced.remove(id);
        if (task == null && (news != null || counters.dropped == 0) && tasks.size() < MOST_TASKS) {
            task = new Task(id, counters.created);
            tasks.put(id, task);
        }
        if (task != null && news != null && news.site() != null) {
            task.isSpawnedAt(news.site(), news.number(), news.more(), news.isTask());
            newTasks++;
            youngest = Math.max(youngest, counters.created);
            if (!news.isTask() && Handovers.isOne(news.site().file())) {
                handovers.handedOver(counters.created);
            }
        }
    }

    private @Nullable SpawnSite site(String file, int line) {
        String key = file + ":" + line;
        SpawnSite site = sites.get(key);
        if (site == null && sites.size() < MOST_SITES) {
            site = new SpawnSite(file.isEmpty() ? "a line that was not told" : file, line);
            sites.put(key, site);
        }
        return site;
    }

    private void progress(Counters counters, long now, Consumer<Event> samples) {
        Task task = tasks.get(counters.id);
        if (task == null) {
            return;
        }
        long pollsBefore = task.polls();
        long busyBefore = task.busyNs();
        boolean lived = pollsBefore > 0;
        boolean known = !first && (lived || task.created() >= before);
        long idle = task.take(counters);
        SpawnSite site = task.site();
        if (site != null && known) {
            busy(task, site, task.busyNs() - busyBefore, now);
        }
        if (!task.isRunning() && task.busyNs() > busyBefore) {
            task.toldNs = 0;
        }
        if (task.polls() > pollsBefore) {
            wentOn(task, now);
            if (site != null && idle > 0) {
                samples.accept(wake(site.site(), Math.min(now, task.pollStarted()), idle));
            }
            if (site != null) {
                leftToTimer(task, site, task.polls() == pollsBefore + 1 ? idle : 0, now);
            }
            if (site != null && known && task.isSpawned()) {
                site.waited(task.waits(), task.waitedNs());
            }
        }
        window(task, site, known, now, samples);
        if (counters.dropped != 0) {
            if (site != null) {
                site.finish(task.polls(), task.created(), counters.dropped);
                if (!lived) {
                    samples.accept(wake(site.site(), counters.dropped, counters.dropped - task.created()));
                }
            }
            end(task);
        }
    }

    /** Rates need some time: a console may tell several times a second. */
    private void window(Task task, @Nullable SpawnSite site, boolean known, long now, Consumer<Event> samples) {
        if (site == null || !known) {
            task.beginWindow(now);
            return;
        }
        Task.Window window = task.window(now);
        if (window.nanos() >= WINDOW_NS) {
            spinning.judge(task, window, now);
            late(site, window, samples);
            task.beginWindow(now);
            task.readyOps = 0;
            task.pendingOps = 0;
        }
    }

    private static Event wake(Site site, long at, long took) {
        return new Event.WakeSampled(at, site, null, took, 1);
    }

    /** @param idle how long it was idle, where that is known exactly */
    private void leftToTimer(Task task, SpawnSite site, long idle, long now) {
        long left = Math.max(task.leftToTimerNs, task.leftToTimerNs == 0 ? 0 : idle);
        task.leftToTimerNs = 0;
        if (left >= LONG_POLL_NS) {
            events.add(new Event.BreachSeen(
                    now, Fact.LEFT_TO_TIMER, "its timer", task.label(), List.of(site.frame()), left, 1, 0, null));
        }
    }

    private void wentOn(Task task, long now) {
        if (task.waitId != 0) {
            events.add(new Event.WaitEnded(now, task.waitId));
            task.waitId = 0;
        }
        task.toldNs = 0;
    }

    private void end(Task task) {
        wentOn(task, before);
        tasks.remove(task.id());
    }

    /** A poll that has ended, and was long; one that was told of while it ran is not told again. */
    private void busy(Task task, SpawnSite site, long busyNs, long now) {
        long longest = task.longestPollNs();
        boolean isLong = busyNs >= LONG_POLL_NS && longest >= LONG_POLL_NS;
        if (task.isSpawned() && isLong && !handovers.since(before - longest)) {
            int count = task.toldNs == 0 ? 1 : 0;
            events.add(new Event.BreachSeen(
                    now, Fact.LONG_POLL, "one poll", task.label(), List.of(site.frame()), longest, count, 0, null));
        }
    }

    private void late(SpawnSite site, Task.Window window, Consumer<Event> samples) {
        if (window.polls() > 0) {
            long late = window.scheduledNs() / window.polls();
            site.ran(window.polls(), late);
            int polls = (int) Math.min(window.polls(), Integer.MAX_VALUE);
            samples.accept(new Event.RunSampled(before, site.site(), late, polls));
            if (late >= LONG_POLL_NS) {
                latest.merge(site, late, Math::max);
            }
        }
    }

    private void tellLateness(long now) {
        latest.forEach((site, late) -> {
            events.add(new Event.BreachSeen(
                    now, Fact.LATE_ON_AVERAGE, "its turn", null, List.of(site.frame()), late, 1, 0, null));
        });
        latest.clear();
    }

    private void tellLost(long lost, long now) {
        if (lost > 0) {
            resources.forgetHolders();
            events.add(new Event.DataLost(now, lost));
        }
    }

    /** The next update tells everything again: what was told before is no window away. */
    void reconnected() {
        first = true;
    }

    /** What was seen at each line since this was asked last, all of it since the first update. */
    List<SiteState> news() {
        List<SiteState> states = new ArrayList<>();
        for (SpawnSite site : sites.values()) {
            SiteState news = site.news();
            if (news != null) {
                states.add(news);
            }
        }
        return states;
    }

    /** Which Tokio the service is built with; null as long as that has not been told. */
    @Nullable String tokio() {
        return metadata.tokio();
    }

    /** How many tasks live that were never announced: the service has left its first update out, or dropped events. */
    long nameless() {
        return tasks.values().stream().filter(task -> task.site() == null).count();
    }

    /** How many tasks of a line, {@code file:line}, have folded into it. */
    long finishedAt(String line) {
        SpawnSite site = sites.get(line);
        return site == null ? 0 : site.finished();
    }

    /** By how much the console's own queue lags behind: the age of the newest of many things that it announces. */
    long lagNs() {
        return lagNs;
    }

    int live() {
        return tasks.size();
    }

    /** The time of the update that was taken last; 0 before the first. */
    long now() {
        return before;
    }

    /**
     * Whether this update may come from the process that is mirrored: it tells of no task, or of one that is known.
     *
     * @throws InvalidProtocolBufferException when a part of it is nonsense
     */
    boolean mayBeOf(RawUpdate update) throws InvalidProtocolBufferException {
        boolean[] known = {tasks.isEmpty() || update.tasks() == 0};
        update.counted(counters -> {
            Task task = tasks.get(counters.id);
            known[0] |= task != null && task.created() == counters.created;
        });
        return known[0];
    }
}
