package dev.rouse.runtime.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.JoinHandle;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.Runtime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SemaphoreTest {
    private final Semaphore semaphore = new Semaphore(2);
    private final Wakes wakes = new Wakes();

    @Test
    void givesPermitsInTheOrderOfComing() {
        Semaphore.Permit held = take(2);
        Wakes second = new Wakes();
        Future<Semaphore.Permit> first = waiting(1, wakes);
        Future<Semaphore.Permit> later = waiting(1, second);
        held.close();
        assertThat(List.of(wakes.count(), second.count())).containsExactly(1, 1);
        first.poll(wakes.context()).get().close();
        later.poll(wakes.context()).get().close();
        assertThat(semaphore.available()).isEqualTo(2);
    }

    @Test
    void letsNoSmallWishOvertakeALargeOne() {
        Semaphore.Permit one = take(1);
        Future<Semaphore.Permit> large = waiting(2, wakes);
        assertThat(semaphore.available()).isEqualTo(1);
        assertThat(semaphore.tryAcquire()).isEmpty();
        Future<Semaphore.Permit> small = waiting(1, new Wakes());
        one.close();
        assertThat(small.poll(wakes.context()).isPending()).isTrue();
        large.poll(wakes.context()).get().close();
        small.poll(wakes.context()).get().close();
        assertThat(semaphore.available()).isEqualTo(2);
    }

    @Test
    void servesTheNextWhenTheHeadOfTheLineGivesUp() {
        Semaphore.Permit one = take(1);
        Future<Semaphore.Permit> large = waiting(2, new Wakes());
        Future<Semaphore.Permit> small = waiting(1, wakes);
        large.drop();
        assertThat(wakes.count()).isEqualTo(1);
        small.poll(wakes.context()).get().close();
        one.close();
        assertThat(semaphore.available()).isEqualTo(2);
    }

    @Test
    void handsOnWhatADroppedWaiterWasGiven() {
        Semaphore.Permit all = take(2);
        Future<Semaphore.Permit> dropped = waiting(2, new Wakes());
        Future<Semaphore.Permit> next = waiting(2, wakes);
        all.close();
        assertThat(wakes.count()).isZero();
        dropped.drop();
        assertThat(wakes.count()).isEqualTo(1);
        next.poll(wakes.context()).get().close();
        assertThat(semaphore.available()).isEqualTo(2);
    }

    @Test
    void takesAPermitBackOnce() {
        Semaphore.Permit one = take(1);
        one.close();
        one.close();
        assertThat(semaphore.available()).isEqualTo(2);
    }

    @Test
    void refusesWhatCanNeverBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> semaphore.acquire(3));
        assertThatIllegalArgumentException().isThrownBy(() -> semaphore.acquire(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Semaphore(0));
    }

    @Test
    void isForOneUse() {
        Future<Semaphore.Permit> acquire = semaphore.acquire();
        acquire.poll(wakes.context()).get().close();
        assertThatIllegalStateException().isThrownBy(() -> acquire.poll(wakes.context()));
        Future<Semaphore.Permit> dropped = semaphore.acquire();
        dropped.drop();
        assertThatIllegalStateException().isThrownBy(() -> dropped.poll(wakes.context()));
        assertThat(semaphore.available()).isEqualTo(2);
    }

    @Test
    void losesNoPermitWhenAWaiterIsDroppedAsItIsServed() throws InterruptedException {
        try (Runtime runtime = Runtime.builder().cores(2).start()) {
            for (int i = 0; i < Race.ROUNDS; i++) {
                Semaphore.Permit all = take(2);
                Future<Semaphore.Permit> dropped = waiting(1, new Wakes());
                Wakes served = new Wakes();
                Future<Semaphore.Permit> next = waiting(2, served);
                Race.run(runtime, all::close, dropped::drop);
                assertThat(served.count()).isEqualTo(1);
                next.poll(wakes.context()).get().close();
                assertThat(semaphore.available()).isEqualTo(2);
            }
        }
    }

    @Test
    void boundsTasksOfSeveralCoresThoughSomeGiveUp() throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Runtime runtime = Runtime.builder().cores(2).start()) {
            List<JoinHandle<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tasks.add(runtime.spawn(new Visitor(i, inside, most)));
            }
            for (JoinHandle<Integer> task : tasks) {
                assertThat(task.join()).isEqualTo(1_000);
            }
        }
        assertThat(most.get()).isBetween(1, 2);
        assertThat(semaphore.available()).isEqualTo(2);
    }

    /** Comes in a thousand times, stays for a turn each time, and gives up waiting now and then. */
    private final class Visitor implements Future<Integer> {
        private final AtomicInteger inside;
        private final AtomicInteger most;
        private int turn;
        private int visits;
        private @Nullable Future<Semaphore.Permit> acquire;
        private Semaphore.@Nullable Permit permit;

        Visitor(int seed, AtomicInteger inside, AtomicInteger most) {
            this.turn = seed;
            this.inside = inside;
            this.most = most;
        }

        @Override
        public Poll<Integer> poll(Context context) {
            while (visits < 1_000) {
                if (permit != null) {
                    inside.decrementAndGet();
                    permit.close();
                    permit = null;
                    visits++;
                } else if (!comesIn(context)) {
                    return Poll.pending();
                } else {
                    context.waker().wake();
                    return Poll.pending();
                }
            }
            return Poll.ready(visits);
        }

        private boolean comesIn(Context context) {
            if (acquire == null) {
                acquire = semaphore.acquire(1 + turn % 2);
            }
            Poll<Semaphore.Permit> answer = acquire.poll(context);
            if (answer.isPending()) {
                if (++turn % 3 == 0) {
                    acquire.drop();
                    acquire = null;
                    context.waker().wake();
                }
                return false;
            }
            acquire = null;
            permit = answer.get();
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            return true;
        }
    }

    private Semaphore.Permit take(int many) {
        return semaphore.tryAcquire(many).orElseThrow();
    }

    private Future<Semaphore.Permit> waiting(int many, Wakes told) {
        Future<Semaphore.Permit> acquire = semaphore.acquire(many);
        assertThat(acquire.poll(told.context()).isPending()).isTrue();
        return acquire;
    }
}
