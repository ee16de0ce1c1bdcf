package dev.rouse.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FuturesUnorderedTest {
    private final Seen seen = new Seen();
    private final Runtime runtime = seen.runtime();
    private final FuturesUnordered<String> group = new FuturesUnordered<>();
    private final List<Bell> bells = new ArrayList<>();

    FuturesUnorderedTest() {
        for (int i = 0; i < 100; i++) {
            Bell bell = new Bell();
            bells.add(bell);
            group.push(bell);
        }
    }

    @AfterEach
    void closesSilently() {
        runtime.close();
        assertThat(seen.facts()).isEmpty();
    }

    /** Counts what comes, until none is left. */
    private Future<Integer> countAll() {
        AtomicInteger count = new AtomicInteger();
        return context -> {
            while (true) {
                Poll<FuturesUnordered.Next<String>> next = group.pollNext(context);
                if (next.isPending()) {
                    return Poll.pending();
                }
                if (next.get() == null) {
                    return Poll.ready(count.get());
                }
                count.incrementAndGet();
            }
        };
    }

    @Test
    void pollsOnlyWhatWasWoken() throws InterruptedException {
        JoinHandle<Integer> handle = runtime.spawn(countAll());
        bells.get(99).awaitPolls(1);

        bells.get(7).ring();
        Eventually.holds("dropped", () -> bells.get(7).drops.get() == 1);

        assertThat(bells.stream().mapToInt(bell -> bell.polls.get()).sum()).isEqualTo(101);
        bells.forEach(Bell::ring);
        assertThat(handle.join()).isEqualTo(100);
        assertThat(bells).allSatisfy(bell -> assertThat(bell.drops).hasValue(1));
    }

    @Test
    void takesWakesFromManyThreads() throws InterruptedException {
        JoinHandle<Integer> handle = runtime.spawn(countAll());
        for (int thread = 0; thread < 4; thread++) {
            int mine = thread;
            new Thread(() -> {
                        for (int i = mine; i < 100; i += 4) {
                            bells.get(i).ring();
                        }
                    })
                    .start();
        }
        assertThat(handle.join()).isEqualTo(100);
    }

    @Test
    void givesTheFailureOfOneAndKeepsTheOthers() {
        Context context = Context.of(() -> {});
        FuturesUnordered<String> two = new FuturesUnordered<>();
        two.push(polled -> {
            throw new IllegalStateException("on purpose");
        });
        Bell bell = new Bell();
        two.push(bell);

        assertThatThrownBy(() -> two.pollNext(context)).hasMessage("on purpose");
        assertThat(two.size()).isEqualTo(1);
        bell.ring();
        assertThat(two.pollNext(context).get()).isEqualTo(new FuturesUnordered.Next<>("rung"));
        assertThat(two.pollNext(context).get()).isNull();
    }

    @Test
    void wakesTheNewestWakerForMembersThatWereNotPolledAgain() {
        AtomicInteger older = new AtomicInteger();
        AtomicInteger newer = new AtomicInteger();
        assertThat(group.pollNext(Context.of(older::incrementAndGet)).isPending())
                .isTrue();
        assertThat(group.pollNext(Context.of(newer::incrementAndGet)).isPending())
                .isTrue();

        bells.get(3).ring();

        assertThat(older).hasValue(0);
        assertThat(newer).hasValue(1);
    }

    @Test
    void dropReleasesAll() {
        assertThat(group.pollNext(Context.of(() -> {})).isPending()).isTrue();
        group.drop();

        assertThat(group.size()).isZero();
        assertThat(bells).allSatisfy(bell -> {
            assertThat(bell.drops).hasValue(1);
            assertThat(bell.slot.isArmed()).isFalse();
        });
    }

    /** A member that wakes itself for ever must not hold the core in one poll. */
    @Test
    void comesBackThoughAMemberWakesItself() {
        AtomicInteger wakes = new AtomicInteger();
        FuturesUnordered<String> busy = new FuturesUnordered<>();
        busy.push(context -> {
            context.waker().wake();
            return Poll.pending();
        });

        assertThat(busy.pollNext(Context.of(wakes::incrementAndGet)).isPending())
                .isTrue();
        assertThat(wakes.get()).isPositive();
    }

    /** Budget used up inside a member: it is polled again though nobody else wakes it. */
    @Test
    void pollsAMemberAgainWhoseBudgetWasUsedUp() throws InterruptedException {
        FuturesUnordered<String> one = new FuturesUnordered<>();
        AtomicInteger items = new AtomicInteger();
        one.push(context -> {
            while (items.get() < 1000) {
                if (!context.spend()) {
                    return Poll.pending();
                }
                items.incrementAndGet();
                context.progress(1);
            }
            return Poll.ready("all");
        });

        assertThat(runtime.blockOn(one.next())).isEqualTo(new FuturesUnordered.Next<>("all"));
    }
}
