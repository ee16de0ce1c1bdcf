package dev.rouse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EmptyHandedTest {
    private final BlockingQueue<Breach> told = new LinkedBlockingQueue<>();

    /** All but that the machine was slow. */
    private void note(Breach breach) {
        if (breach.fact() != Breach.Fact.LATE && breach.fact() != Breach.Fact.BLOCKED) {
            told.add(breach);
        }
    }

    /** Ready for as long as it may be, and each time with so much. */
    private static Future<Void> always(long moved) {
        return context -> {
            while (context.spend()) {
                context.progress(moved);
            }
            return Poll.pending();
        };
    }

    @Test
    void isToldOnceAndThenOnceASecondWithTheTimeThatItTook() throws InterruptedException {
        long start = System.nanoTime();
        try (Runtime runtime = Runtime.builder().cores(1).onBreach(this::note).start()) {
            runtime.spawn(always(0));
            Breach first = told.poll(20, TimeUnit.SECONDS);
            long took = System.nanoTime() - start;
            Breach second = told.poll(20, TimeUnit.SECONDS);

            assertThat(first).isNotNull();
            assertThat(second).isNotNull();
            assertThat(first.fact()).isEqualTo(Breach.Fact.EMPTY_HANDED);
            assertThat(first.count()).isGreaterThanOrEqualTo(1_024);
            assertThat(first.nanos()).isBetween(0L, took);
            assertThat(second.nanos()).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(1));
            assertThat(told).as("since then").allMatch(later -> later.nanos() >= TimeUnit.SECONDS.toNanos(1));
        }
    }

    @Test
    void isNotToldWhereSomethingMoves() throws InterruptedException {
        try (Runtime runtime = Runtime.builder().cores(1).onBreach(this::note).start()) {
            runtime.spawn(always(1));

            assertThat(told.poll(2, TimeUnit.SECONDS)).isNull();
        }
    }
}
