package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.source.Event;
import dev.rouse.runtime.Breaches;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a class that stands in for the runtime's; the runtime itself is met in the acceptance tests. */
class RuntimeWatchTest {
    private static final StackTraceElement LINE = new StackTraceElement("com.acme.Reply", "poll", "Reply.java", 21);

    private final HandInstrumentation host = new HandInstrumentation(String.class);
    private final List<Event> events = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long paused;
    private final RuntimeWatch watch = new RuntimeWatch(host.instrumentation(), events::add, notes::add, () -> paused);

    @AfterEach
    void forgets() {
        Breaches.TOLD.clear();
        Breaches.asked = false;
        Breaches.fails = false;
    }

    private static Map<String, Object> told(String fact, String other) {
        Map<String, Object> map = new HashMap<>();
        map.put("fact", fact);
        map.put("future", "com.acme.Reply");
        map.put("task", "com.acme.Session");
        map.put("stack", List.of(LINE));
        map.put("nanos", 7L);
        map.put("count", 2L);
        map.put("moved", 1L);
        map.put("other", other);
        return map;
    }

    @Test
    void tellsEachFactOfTheRuntimeAsAnEvent() {
        host.loaded.add(Breaches.class);
        Breaches.TOLD.add(told("PASSED_OVER", "com.acme.Stock"));

        watch.sweep(5);

        assertThat(events)
                .containsExactly(new Event.BreachSeen(
                        5,
                        Fact.PASSED_OVER,
                        "com.acme.Reply",
                        "com.acme.Session",
                        List.of(LINE),
                        7,
                        2,
                        1,
                        "com.acme.Stock"));
    }

    @Test
    void passesOverWhatIsLateByNoMoreThanTheProcessStoodStill() {
        host.loaded.add(Breaches.class);
        Breaches.TOLD.add(told("LATE", ""));
        paused = 7;
        watch.sweep(5);
        assertThat(events).isEmpty();

        Breaches.TOLD.clear();
        Breaches.TOLD.add(told("LATE", ""));
        paused = 6;
        watch.sweep(6);
        assertThat(events).hasSize(1);
    }

    @Test
    void tellsAWakeAsASampleOfItsSite() {
        host.loaded.add(Breaches.class);
        Breaches.TOLD.add(told("WOKEN", "app//com.acme.Feed.onReply(Feed.java:3)"));
        Breaches.TOLD.add(told("WOKEN", "app//dev.rouse.runtime.TimerWheel.advance(TimerWheel.java:9)"));

        watch.sweep(5);

        Site waits = new Site("com.acme.Reply.poll(Reply.java:21)");
        Site waker = new Site("com.acme.Feed.onReply(Feed.java:3)");
        assertThat(events)
                .containsExactly(
                        new Event.WakeSampled(5, waits, waker, 7, 128), new Event.WakeSampled(5, waits, null, 7, 128));
    }

    @Test
    void tellsWaitsAndRunsOneByOne() {
        host.loaded.add(Breaches.class);
        Breaches.TOLD.add(told("WAITED", ""));
        Map<String, Object> nowhere = told("RAN", "");
        nowhere.put("stack", List.of());
        nowhere.put("moved", 128L);
        Breaches.TOLD.add(nowhere);

        watch.sweep(5);

        Event waited = new Event.WakeSampled(5, new Site("com.acme.Reply.poll(Reply.java:21)"), null, 7, 1);
        Event ran = new Event.RunSampled(5, new Site("com.acme.Reply"), 7, 128);
        assertThat(events).containsExactly(waited, waited, ran, ran);
    }

    @Test
    void saysHowManyWereLost() {
        host.loaded.add(Breaches.class);
        Breaches.TOLD.add(Map.of("lost", 12L));

        watch.sweep(5);

        assertThat(events).containsExactly(new Event.DataLost(5, 12));
    }

    @Test
    void findsARuntimeThatIsLoadedLater() {
        watch.sweep(1);
        host.loaded.add(Breaches.class);
        Breaches.TOLD.add(told("LATE", ""));
        for (int sweep = 2; sweep < 12; sweep++) {
            watch.sweep(sweep);
        }

        assertThat(events).singleElement().isInstanceOf(Event.BreachSeen.class);
        assertThat(host.asked).hasSize(2);
    }

    @Test
    void passesOverAFactThatItDoesNotKnow() {
        host.loaded.add(Breaches.class);
        Breaches.TOLD.add(told("FELL_ASLEEP", ""));

        watch.sweep(5);

        assertThat(events).isEmpty();
        assertThat(notes).isEmpty();
    }

    @Test
    void leavesARuntimeAloneThatFailsAndSaysSoOnce() {
        host.loaded.add(Breaches.class);
        Breaches.fails = true;
        for (int sweep = 0; sweep < 20; sweep++) {
            watch.sweep(sweep);
        }

        assertThat(notes).singleElement().asString().contains("no facts today");
        assertThat(events).isEmpty();
    }

    @Test
    void leavesARuntimeAloneWhoseFactsHaveAnotherForm() {
        host.loaded.add(Breaches.class);
        Breaches.TOLD.add(Map.of("fact", "LATE"));
        watch.sweep(1);
        watch.sweep(2);

        assertThat(notes).singleElement().asString().contains("it tells no");
    }

    @Test
    void letsTheRuntimeKnowThatNobodyReadsAnyMore() {
        host.loaded.add(Breaches.class);
        watch.sweep(1);
        assertThat(Breaches.asked).isTrue();

        watch.leave();

        assertThat(Breaches.asked).isFalse();
    }
}
