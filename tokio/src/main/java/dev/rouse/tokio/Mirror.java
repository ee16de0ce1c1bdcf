package dev.rouse.tokio;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.record.SiteState;
import dev.rouse.engine.source.Event;
import dev.rouse.tokio.wire.Common;
import dev.rouse.tokio.wire.Instruments.Update;
import dev.rouse.tokio.wire.Tasks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** Fields that say where and what a task is; the others are the user's. */
    private static final Set<String> TOKIOS_OWN = Set.of(
            "kind",
            "task.id",
            "task.name",
            "size.bytes",
            "original_size.bytes",
            "loc.file",
            "loc.line",
            "loc.col",
            "fn");

    private final Metadata metadata = new Metadata();
    private final Resources resources = new Resources(metadata);
    private final List<Event> events = new ArrayList<>();
    private final Idling idling = new Idling(resources, events::add);
    private final Spinning spinning = new Spinning(metadata, events::add);
    private final Map<Long, Task> tasks = new HashMap<>();
    private final Map<Long, Tasks.Task> announced = new HashMap<>();
    private final Map<String, SpawnSite> sites = new HashMap<>();
    private final Map<SpawnSite, Long> latest = new HashMap<>();
    private long before;
    private long nameless;
    private long lagNs;
    private boolean first = true;

    /** What an update means, in order of time. */
    List<Event> take(Update update) {
        long now = Times.nanos(update.getNow());
        events.clear();
        metadata.learn(update.getNewMetadata());
        update.getTaskUpdate().getNewTasksList().forEach(this::announce);
        // What was ready is told to the tasks that are known; so what is new must be known first.
        update.getTaskUpdate().getStatsUpdateMap().forEach((id, stats) -> known(id, stats));
        lagNs = first ? 0 : resources.lagNs(update.getResourceUpdate(), now);
        resources.take(update.getResourceUpdate(), update.getAsyncOpUpdate(), tasks);
        update.getTaskUpdate().getStatsUpdateMap().forEach((id, stats) -> progress(id, stats, now));
        spinning.pairs(now);
        idling.look(tasks, now);
        tellLateness(now);
        tellLost(update, now);
        before = now;
        first = false;
        events.sort(Comparator.comparingLong(Event::at));
        return events;
    }

    private void announce(Tasks.Task task) {
        if (announced.size() < MOST_TASKS) {
            announced.put(task.getId().getId(), task);
        }
    }

    /** An id may be used again: then the one that had it before has ended unseen. */
    private void known(long id, Tasks.Stats stats) {
        long created = Times.nanos(stats.getCreatedAt());
        Task task = tasks.get(id);
        if (task != null && task.created() != created) {
            end(task);
            task = null;
        }
        Tasks.Task news = announced.remove(id);
        if (task == null && (news != null || !stats.hasDroppedAt()) && tasks.size() < MOST_TASKS) {
            task = new Task(id, created);
            tasks.put(id, task);
        }
        if (task != null && news != null) {
            describe(task, news);
        }
    }

    private void describe(Task task, Tasks.Task news) {
        String kind = "task";
        String name = "";
        String number = null;
        StringBuilder more = new StringBuilder();
        for (Common.Field field : news.getFieldsList()) {
            String key = metadata.name(field);
            String value = Metadata.value(field);
            if ("kind".equals(key)) {
                kind = value;
            } else if ("task.name".equals(key)) {
                name = value;
            } else if ("task.id".equals(key)) {
                number = value;
            } else if (key != null && !TOKIOS_OWN.contains(key)) {
                more.append(more.isEmpty() ? "" : " ").append(key).append('=').append(value);
            }
        }
        String label = (number == null ? "task" : "task " + number)
                + (name.isEmpty() ? "" : " '" + name + "'")
                + (more.isEmpty() ? "" : " " + more);
        SpawnSite site = site(news.getLocation());
        if (site != null) {
            task.isSpawnedAt(
                    site, number == null && name.isEmpty() && more.isEmpty() ? null : label, kind.equals("task"));
        }
    }

    private @Nullable SpawnSite site(Common.Location location) {
        String file = location.hasFile() ? location.getFile() : location.getModulePath();
        int line = location.getLine();
        String key = file + ":" + line;
        SpawnSite site = sites.get(key);
        if (site == null && sites.size() < MOST_SITES) {
            site = new SpawnSite(file.isEmpty() ? "a line that was not told" : file, line);
            sites.put(key, site);
        }
        return site;
    }

    private void progress(long id, Tasks.Stats stats, long now) {
        Task task = tasks.get(id);
        if (task == null) {
            return;
        }
        long pollsBefore = task.polls();
        long busyBefore = task.busyNs();
        boolean lived = pollsBefore > 0;
        boolean known = !first && (lived || task.created() >= before);
        long idle = task.take(stats);
        SpawnSite site = task.site();
        long ended = Times.nanos(stats.getDroppedAt());
        if (site != null && known) {
            busy(task, site, task.busyNs() - busyBefore, now);
        }
        if (!task.isRunning() && task.busyNs() > busyBefore) {
            task.toldNs = 0;
        }
        if (task.polls() > pollsBefore) {
            wentOn(task, now);
            if (site != null && idle > 0) {
                wake(site.site(), Math.min(now, task.pollStarted()), idle);
            }
            if (site != null) {
                leftToTimer(task, site, task.polls() == pollsBefore + 1 ? idle : 0, now);
            }
            if (site != null && known && task.isSpawned()) {
                site.waited(task.waits(), task.waitedNs());
            }
        }
        window(task, site, known, now);
        if (ended != 0) {
            if (site != null) {
                site.finish(task.polls());
                if (!lived) {
                    wake(site.site(), ended, ended - task.created());
                }
            }
            end(task);
        }
    }

    /** Rates need some time: a console may tell several times a second. */
    private void window(Task task, @Nullable SpawnSite site, boolean known, long now) {
        if (site == null || !known) {
            task.beginWindow(now);
            return;
        }
        Task.Window window = task.window(now);
        if (window.nanos() >= WINDOW_NS) {
            spinning.judge(task, window, now);
            late(site, window);
            task.beginWindow(now);
            task.readyOps = 0;
            task.pendingOps = 0;
        }
    }

    private void wake(Site site, long at, long took) {
        events.add(new Event.WakeSampled(at, site, null, took, 1));
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
        boolean isLong = busyNs >= LONG_POLL_NS && task.lastPollNs() >= LONG_POLL_NS;
        if (task.isSpawned() && isLong && !task.isRunning()) {
            int count = task.toldNs == 0 ? 1 : 0;
            events.add(new Event.BreachSeen(
                    now,
                    Fact.LONG_POLL,
                    "one poll",
                    task.label(),
                    List.of(site.frame()),
                    task.lastPollNs(),
                    count,
                    0,
                    null));
        }
    }

    private void late(SpawnSite site, Task.Window window) {
        if (window.polls() > 0) {
            long late = window.scheduledNs() / window.polls();
            site.ran(window.polls(), late);
            events.add(
                    new Event.RunSampled(before, site.site(), late, (int) Math.min(window.polls(), Integer.MAX_VALUE)));
            latest.merge(site, late, Math::max);
        }
    }

    private void tellLateness(long now) {
        latest.forEach((site, late) -> {
            if (late >= LONG_POLL_NS) {
                events.add(new Event.BreachSeen(
                        now, Fact.LATE_ON_AVERAGE, "its turn", null, List.of(site.frame()), late, 1, 0, null));
            }
        });
        latest.clear();
    }

    private void tellLost(Update update, long now) {
        long lost = update.getTaskUpdate().getDroppedEvents()
                + update.getResourceUpdate().getDroppedEvents()
                + update.getAsyncOpUpdate().getDroppedEvents();
        nameless = tasks.values().stream().filter(task -> task.site() == null).count();
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
        return nameless;
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

    /** Whether this update may come from the process that is mirrored: it tells of no task, or of one that is known. */
    boolean mayBeOf(Update update) {
        Map<Long, Tasks.Stats> stats = update.getTaskUpdate().getStatsUpdateMap();
        return tasks.isEmpty()
                || stats.isEmpty()
                || stats.entrySet().stream().anyMatch(one -> {
                    Task task = tasks.get(one.getKey());
                    return task != null
                            && task.created() == Times.nanos(one.getValue().getCreatedAt());
                });
    }
}
