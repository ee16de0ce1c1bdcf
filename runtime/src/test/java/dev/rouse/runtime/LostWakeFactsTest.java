package dev.rouse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is told of waits that will never end, and that their nearest innocent neighbours are not. */
@Timeout(120)
class LostWakeFactsTest {
    private final Seen seen = new Seen();
    private final Runtime runtime = seen.runtime();

    /** Else the collector could take their tasks. */
    private final List<Listener> kept = new ArrayList<>();

    private Listener keptListener() {
        Listener listener = new Listener();
        kept.add(listener);
        return listener;
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    private static final class ArmsNothing implements Future<String> {
        @Override
        public Poll<String> poll(Context context) {
            return Poll.pending();
        }
    }

    /** A leaf that has used up the budget, as one of several children. */
    private static final class Busy implements Future<String> {
        private int left = 1000;

        @Override
        public Poll<String> poll(Context context) {
            for (; left > 0; left--) {
                if (!context.spend()) {
                    return Poll.pending();
                }
                context.progress(1);
            }
            return Poll.ready("done");
        }
    }

    private static class Listener extends Bell {}

    private static final class Forgotten extends Bell {
        /** So that the collector does not take, before a look, what a test keeps and lets go of. */
        @Nullable Task<?> task;

        @Override
        public Poll<String> poll(Context context) {
            task = context.task();
            return super.poll(context);
        }
    }

    private static final class Tardy extends Bell {}

    @Test
    void namesTheFutureThatArmedNothing() throws InterruptedException {
        runtime.blockOn(Futures.join(List.of(new Busy(), new Busy())));
        runtime.spawn(Futures.never());
        runtime.spawn(Futures.map(new ArmsNothing(), String::length));
        Breach alone = seen.await(Breach.Fact.NOTHING_ARMED);
        runtime.spawn(Futures.join(keptListener(), new ArmsNothing(), String::concat));
        Eventually.holds("told again", () -> seen.facts().size() == 2);

        assertThat(alone.future()).endsWith("$ArmsNothing");
        assertThat(alone.task()).endsWith("$ArmsNothing");
        assertThat(seen.facts())
                .allMatch(breach -> breach.fact() == Breach.Fact.NOTHING_ARMED)
                .allMatch(breach -> breach.future().endsWith("$ArmsNothing"));
    }

    @Test
    void tellsOfAWakerThatWasReleasedUnfired() {
        Listener listener = keptListener();
        Forgotten forgotten = new Forgotten();
        JoinHandle<String> listening = runtime.spawn(listener);
        runtime.spawn(Futures.map(listening, String::length));
        runtime.spawn(Futures.sleep(Duration.ofHours(1)));
        runtime.spawn(Futures.never());
        FuturesUnordered<String> group = new FuturesUnordered<>();
        group.push(keptListener());
        handOver(group.next());
        handOver(Futures.join(keptListener(), keptListener(), String::concat));
        runtime.spawn(forgotten);
        forgotten.awaitPolls(1);

        forgotten.slot.clear();

        Breach breach = seen.await(Breach.Fact.RELEASED);
        assertThat(breach.future()).endsWith("$Forgotten");
        assertThat(breach.nanos()).isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(breach.stack().get(0).getMethodName()).isEqualTo("poll");
        assertThat(seen.facts()).hasSize(1);
        assertThat(forgotten.task).as("what was kept until now").isNotNull();
    }

    /** One task polls it once, and gives it to another one. */
    private void handOver(Future<?> future) {
        runtime.spawn(context -> {
            future.poll(context);
            context.core().spawn(future);
            return Poll.ready();
        });
    }

    /** Waits for another task, and holds nothing else. */
    private static final class Victim implements Future<String> {
        private final JoinHandle<String> awaited;

        Victim(JoinHandle<String> awaited) {
            this.awaited = awaited;
        }

        @Override
        public Poll<String> poll(Context context) {
            return awaited.poll(context);
        }
    }

    private static final class Patient implements Future<String> {
        private final Future<String> never = Futures.never();

        @Override
        public Poll<String> poll(Context context) {
            return never.poll(context);
        }
    }

    @Test
    void tellsOfATaskThatTheCollectorTookAndNotOfThoseThatWaitForIt() {
        Listener listener = keptListener();
        runtime.spawn(listener);
        List<WeakReference<?>> innocent = new ArrayList<>();
        spawnVictims(innocent);

        Breach breach = seen.await(Breach.Fact.COLLECTED, "Forgotten", System::gc);
        Eventually.holds("all are collected", () -> innocent.stream().allMatch(each -> each.get() == null), System::gc);
        runtime.spawn(new Tardy());
        seen.await(Breach.Fact.COLLECTED, "Tardy", System::gc);

        assertThat(breach.task()).endsWith("$Forgotten");
        assertThat(breach.stack().get(0).getMethodName()).isEqualTo("poll");
        assertThat(seen.facts()).hasSize(2);
    }

    private void spawnVictims(List<WeakReference<?>> innocent) {
        Future<String> victim = new Victim(runtime.spawn(new Forgotten()));
        Future<String> second = new Victim(runtime.spawn(victim));
        Future<String> never = new Patient();
        runtime.spawn(second);
        runtime.spawn(never);
        List.of(victim, second, never).forEach(future -> innocent.add(new WeakReference<>(future)));
    }

    private static final class Knot implements Future<String> {
        private final AtomicReference<@Nullable JoinHandle<String>> other;
        private final Bell begin;

        Knot(AtomicReference<@Nullable JoinHandle<String>> other, Bell begin) {
            this.other = other;
            this.begin = begin;
        }

        @Override
        public Poll<String> poll(Context context) {
            JoinHandle<String> awaited = begin.poll(context).isReady() ? other.get() : null;
            return awaited == null ? Poll.pending() : awaited.poll(context);
        }
    }

    @Test
    void tellsOfTasksThatWaitForEachOther() {
        spawnKnot();
        seen.await(Breach.Fact.COLLECTED, "", System::gc);
    }

    private void spawnKnot() {
        AtomicReference<@Nullable JoinHandle<String>> one = new AtomicReference<>();
        AtomicReference<@Nullable JoinHandle<String>> other = new AtomicReference<>();
        Bell first = new Bell();
        Bell second = new Bell();
        one.set(runtime.spawn(new Knot(other, first)));
        other.set(runtime.spawn(new Knot(one, second)));
        first.awaitPolls(1);
        second.awaitPolls(1);
        first.ring();
        second.ring();
        first.awaitPolls(2);
        second.awaitPolls(2);
    }

    @Test
    void tellsOfAReadyTaskThatNobodyWokeButNotOfALateWake() throws InterruptedException {
        Listener listener = keptListener();
        JoinHandle<String> listening = runtime.spawn(listener);
        Overtaken tardy = new Overtaken();
        JoinHandle<String> late = runtime.spawn(tardy);
        Late raw = new Late();
        JoinHandle<String> alsoLate = runtime.spawn(raw);
        tardy.awaitPolls(1);
        Eventually.holds("polled", () -> raw.waker != null);
        tardy.publish();
        raw.ready = true;
        late.join();
        tardy.fireLate();
        alsoLate.join();
        raw.wake();

        Forgotten forgotten = new Forgotten();
        JoinHandle<String> healed = runtime.spawn(forgotten);
        forgotten.awaitPolls(1);
        forgotten.publish();

        Breach breach = seen.await(Breach.Fact.READY_UNWOKEN);
        assertThat(breach.future()).endsWith("$Forgotten");
        assertThat(healed.join()).isEqualTo("rung");
        assertThat(seen.facts()).hasSize(1);
        assertThat(listening.isDone()).isFalse();
    }

    /** Keeps its waker where nobody sees it released; its core judges nobody until it has been woken. */
    private static final class Late implements Future<String> {
        private final CountDownLatch woken = new CountDownLatch(1);
        volatile @Nullable Waker waker;
        volatile boolean ready;

        @Override
        public Poll<String> poll(Context context) {
            Poll<String> answer = ready ? Poll.ready("") : Poll.pending();
            waker = context.waker(); // last: who sees it knows the answer
            return answer;
        }

        @Override
        public void drop() {
            Held.until(woken);
        }

        void wake() {
            Waker kept = waker;
            if (kept != null) {
                kept.wake();
            }
            woken.countDown();
        }
    }

    @Test
    void namesTheChildThatWasReadyAndNotWoken() {
        Listener listener = keptListener();
        Forgotten inAJoin = new Forgotten();
        runtime.spawn(Futures.join(listener, inAJoin, String::concat));
        Forgotten inAGroup = new Forgotten();
        FuturesUnordered<String> group = new FuturesUnordered<>();
        group.push(inAGroup);
        group.push(listener);
        runtime.spawn(group.next());
        inAJoin.awaitPolls(1);
        inAGroup.awaitPolls(1);
        inAJoin.publish();
        inAGroup.publish();

        Eventually.holds(
                "both are told", () -> seen.of(Breach.Fact.READY_UNWOKEN).size() == 2);
        assertThat(seen.facts()).hasSize(2).allMatch(breach -> breach.future().endsWith("$Forgotten"));
    }
}
