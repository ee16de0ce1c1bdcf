package dev.rouse.agent;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.source.Event;
import dev.rouse.probe.Fire;
import dev.rouse.probe.Fires;
import dev.rouse.probe.HandOver;
import dev.rouse.probe.HandOvers;
import dev.rouse.probe.Unpark;
import dev.rouse.probe.Unparks;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells how late tasks, timers and unparked threads run. Every sample goes to its site's history. As a fact is told
 * only what was held up by one other: a timer whose thread ran another timer meanwhile, or a task of an executor that
 * is one thread which stood still somewhere. What stands in a long queue is not late: its executor has much to do.
 */
final class LatenessWatch {
    /** What is less late is not held up: half of what is reported. */
    private static final long NOTABLE_NS = 100_000_000L;

    private final Consumer<Event> events;
    private final TaskSites sites;
    private final Holders holders = new Holders();
    private final Pauses pauses;
    private final Map<Site, Late> late = new LinkedHashMap<>();
    private final Map<Thread, Site> heldNow = new HashMap<>();

    LatenessWatch(Consumer<Event> events, Types types, Pauses pauses) {
        this.events = events;
        this.sites = new TaskSites(types);
        this.pauses = pauses;
    }

    /** The worst of one site since the last sweep. */
    private record Late(String source, List<StackTraceElement> stack, long nanos, int count, String holder) {}

    void sweep(long now) {
        late.clear();
        heldNow.clear();
        HandOvers.sweep(now, run -> ran(run, now), waiting -> waits(waiting, now));
        Fires.sweep(fire -> fired(fire, now));
        Unparks.sweep(now, woken -> unparked(woken, now));
        for (Late one : late.values()) {
            events.accept(new Event.BreachSeen(
                    now, Fact.LATE, one.source(), null, one.stack(), one.nanos(), one.count(), 0, one.holder()));
        }
    }

    private void ran(HandOver run, long now) {
        TaskSites.Place place = sites.of(run.what);
        events.accept(new Event.RunSampled(now, place.site(), run.lateNs(), run.stands));
        boolean heldByOne = run.lateNs() / (run.passed() + 1) >= NOTABLE_NS;
        String holder = run.holder();
        if (heldByOne && run.isCounted() && run.executorType != null && holder != null) {
            note(place, run.executorType.getName(), run.lateNs(), holder);
        }
    }

    /** A task that has waited for some time already: what does its executor's only thread do meanwhile? */
    private void waits(HandOver waiting, long now) {
        if (now - waiting.since < NOTABLE_NS || waiting.holder() != null) {
            return;
        }
        Object executor = waiting.executor();
        Thread thread = Loops.thread(executor);
        if (executor != null && thread != null && Loops.servesChannels(executor)) {
            Site holder = heldNow.computeIfAbsent(thread, t -> holders.of(t, executor));
            if (holder != null) {
                waiting.heldBy(holder.name());
            }
        }
    }

    private void fired(Fire fire, long now) {
        TaskSites.Place place = sites.of(fire.what);
        events.accept(new Event.RunSampled(now, place.site(), fire.lateNs, fire.stands));
        if (fire.heldBy != null) {
            note(
                    place,
                    fire.type.getName(),
                    fire.lateNs,
                    sites.of(fire.heldBy).site().name());
        }
    }

    private void unparked(Unpark woken, long now) {
        Site site = TaskSites.parkedAt(woken.stack());
        if (site != null) {
            events.accept(new Event.RunSampled(now, site, woken.lateNs(), woken.stands));
        }
    }

    /** Pauses of the whole machine are nobody's fault. */
    private void note(TaskSites.Place place, String type, long lateNs, String holder) {
        long nanos = lateNs - pauses.recent();
        Late before = late.get(place.site());
        if (nanos < NOTABLE_NS) {
            return;
        }
        int inner = type.indexOf('$');
        String source = inner < 0 ? type : type.substring(0, inner);
        int count = before == null ? 1 : before.count() + 1;
        late.put(
                place.site(),
                before != null && before.nanos() >= nanos
                        ? new Late(before.source(), before.stack(), before.nanos(), count, before.holder())
                        : new Late(source, place.stack(), nanos, count, holder));
    }

    /** Opens or closes the hooks of tasks, timers and unparked threads. */
    static void open(boolean on) {
        if (on) {
            HandOvers.open();
            Fires.open();
            Unparks.open();
        } else {
            HandOvers.close();
            Fires.close();
            Unparks.close();
        }
    }
}
