package dev.rouse.runtime.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.runtime.Future;
import dev.rouse.runtime.JoinHandle;
import dev.rouse.runtime.Runtime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NotifyTest {
    private final Notify notify = new Notify();
    private final Wakes wakes = new Wakes();
    private final Wakes later = new Wakes();

    @Test
    void tellsTheOneThatHasWaitedLongest() {
        Future<@Nullable Void> first = waiting(wakes);
        Future<@Nullable Void> second = waiting(later);
        notify.notifyOne();
        assertThat(wakes.count()).isEqualTo(1);
        assertThat(later.count()).isZero();
        assertThat(first.poll(wakes.context()).isReady()).isTrue();
        assertThat(second.poll(later.context()).isPending()).isTrue();
    }

    @Test
    void storesOnePermitWhileNobodyWaits() {
        notify.notifyOne();
        notify.notifyOne();
        assertThat(notify.notified().poll(wakes.context()).isReady()).isTrue();
        assertThat(notify.notified().poll(wakes.context()).isPending()).isTrue();
    }

    @Test
    void tellsAllThatWaitAndStoresNothing() {
        Future<@Nullable Void> first = waiting(wakes);
        Future<@Nullable Void> second = waiting(later);
        notify.notifyWaiters();
        assertThat(first.poll(wakes.context()).isReady()).isTrue();
        assertThat(second.poll(later.context()).isReady()).isTrue();
        assertThat(wakes.count() + later.count()).isEqualTo(2);
        assertThat(notify.notified().poll(wakes.context()).isPending()).isTrue();
    }

    @Test
    void countsARoundFromTheCallOfNotified() {
        Future<@Nullable Void> notYetPolled = notify.notified();
        notify.notifyWaiters();
        assertThat(notYetPolled.poll(wakes.context()).isReady()).isTrue();
    }

    @Test
    void handsOnWhatADroppedWaiterWasTold() {
        Future<@Nullable Void> dropped = waiting(wakes);
        Future<@Nullable Void> next = waiting(later);
        notify.notifyOne();
        dropped.drop();
        assertThat(later.count()).isEqualTo(1);
        assertThat(next.poll(later.context()).isReady()).isTrue();
    }

    @Test
    void storesWhatTheLastWaiterWasToldAndDropped() {
        Future<@Nullable Void> dropped = waiting(wakes);
        notify.notifyOne();
        dropped.drop();
        assertThat(notify.notified().poll(wakes.context()).isReady()).isTrue();
    }

    @Test
    void handsOnNoRound() {
        Future<@Nullable Void> dropped = waiting(wakes);
        notify.notifyWaiters();
        dropped.drop();
        assertThat(notify.notified().poll(wakes.context()).isPending()).isTrue();
    }

    @Test
    void isForOneUse() {
        notify.notifyOne();
        Future<@Nullable Void> notified = notify.notified();
        notified.poll(wakes.context());
        assertThatIllegalStateException().isThrownBy(() -> notified.poll(wakes.context()));
    }

    @Test
    void losesNothingWhenAWaiterIsDroppedAsItIsTold() throws InterruptedException {
        try (Runtime runtime = Runtime.builder().cores(2).start()) {
            for (int i = 0; i < Race.ROUNDS; i++) {
                Future<@Nullable Void> dropped = waiting(new Wakes());
                Wakes told = new Wakes();
                Future<@Nullable Void> next = waiting(told);
                Race.run(runtime, notify::notifyOne, dropped::drop);
                assertThat(told.count()).isEqualTo(1);
                assertThat(next.poll(told.context()).isReady()).isTrue();
            }
        }
    }

    @Test
    void losesNoWakeBetweenCores() throws InterruptedException {
        try (Runtime runtime = Runtime.builder().cores(2).start()) {
            for (int i = 0; i < Race.ROUNDS; i++) {
                JoinHandle<@Nullable Void> task = runtime.core(0).spawn(notify.notified());
                runtime.core(1).execute(notify::notifyOne);
                task.join();
            }
        }
    }

    private Future<@Nullable Void> waiting(Wakes told) {
        Future<@Nullable Void> notified = notify.notified();
        assertThat(notified.poll(told.context()).isPending()).isTrue();
        return notified;
    }
}
