package dev.rouse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wheel against a sorted map, over operations drawn from fixed seeds. */
class TimerWheelTest {
    private static final long MS = 1_000_000;
    private static final long[] REACHES = {
        2 * MS, 100 * MS, 5_000 * MS, 600_000 * MS, 40_000_000 * MS, 3_000_000_000L * MS, 150_000_000_000L * MS
    };

    private final TreeMap<Long, Set<TimerWheel.Timer>> model = new TreeMap<>();
    private final List<TimerWheel.Timer> set = new ArrayList<>();
    private final Set<TimerWheel.Timer> fired = new HashSet<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987})
    void firesWhatIsDueAndNothingElse(long seed) {
        Random random = new Random(seed);
        long origin = random.nextLong() / 4;
        long now = origin;
        TimerWheel wheel = new TimerWheel(origin);
        for (int step = 0; step < 4_000; step++) {
            int choice = random.nextInt(10);
            if (choice < 5) {
                long deadline = now + below(random, REACHES[random.nextInt(REACHES.length)]) - MS;
                set(wheel, deadline, Math.max(deadline, origin + ((now - origin) / MS + 1) * MS));
            } else if (choice < 7 && !set.isEmpty()) {
                cancel(wheel, set.get(random.nextInt(set.size())));
            } else {
                now += below(random, REACHES[random.nextInt(step % 100 == 0 ? REACHES.length : 3)]);
                advance(wheel, origin, now);
            }
            assertThat(wheel.size()).isEqualTo(set.size());
            agreesOnWhatComesNext(wheel, origin, now);
        }
        advance(wheel, origin, now + 400_000_000_000L * MS);
        assertThat(wheel.size()).isZero();
        assertThat(wheel.untilNext(now)).isNegative();
    }

    private static long below(Random random, long bound) {
        return (long) (random.nextDouble() * bound);
    }

    private void set(TimerWheel wheel, long deadline, long expected) {
        TimerWheel.Timer timer = new TimerWheel.Timer();
        timer.slot.arm(Context.of(() -> fired.add(timer)));
        wheel.set(timer, deadline);
        set.add(timer);
        model.computeIfAbsent(expected, at -> new HashSet<>()).add(timer);
    }

    private void cancel(TimerWheel wheel, TimerWheel.Timer timer) {
        wheel.cancel(timer);
        assertThat(timer.isSet()).isFalse();
        forget(timer);
    }

    private void forget(TimerWheel.Timer timer) {
        set.remove(timer);
        model.values().removeIf(timers -> timers.remove(timer) && timers.isEmpty());
    }

    /** A timer fires on the first advance that reaches the tick in which its moment ends, and never before it. */
    private void advance(TimerWheel wheel, long origin, long now) {
        long tick = (now - origin) / MS;
        fired.clear();

        int count = wheel.advance(now);

        assertThat(fired).hasSize(count).noneMatch(TimerWheel.Timer::isSet);
        Set<TimerWheel.Timer> due = new HashSet<>();
        model.headMap(origin + tick * MS, true).values().forEach(due::addAll);
        assertThat(fired).isEqualTo(due);
        due.forEach(this::forget);
    }

    /** Not later than the first timer, or it would be late; not before now. */
    private void agreesOnWhatComesNext(TimerWheel wheel, long origin, long now) {
        if (!model.isEmpty()) {
            long roundedUp = (model.firstKey() - origin + MS - 1) / MS * MS + origin;
            assertThat(wheel.untilNext(now)).isBetween(0L, roundedUp - now);
        }
    }
}
