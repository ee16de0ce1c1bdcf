package dev.rouse.runtime.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.JoinHandle;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.Runtime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MutexTest {
    private final Mutex mutex = new Mutex();
    private final Wakes wakes = new Wakes();
    private long counted;

    @Test
    void isHeldUntilItsGuardIsClosed() {
        Mutex.Guard guard = mutex.lock().poll(wakes.context()).get();
        assertThat(mutex.isLocked()).isTrue();
        assertThat(mutex.tryLock()).isEmpty();
        Future<Mutex.Guard> next = mutex.lock();
        assertThat(next.poll(wakes.context()).isPending()).isTrue();
        guard.close();
        guard.close();
        assertThat(wakes.count()).isEqualTo(1);
        next.poll(wakes.context()).get().close();
        assertThat(mutex.isLocked()).isFalse();
    }

    @Test
    void goesToTheNextWhenOneThatWasServedIsDropped() {
        Mutex.Guard guard = mutex.tryLock().orElseThrow();
        Future<Mutex.Guard> dropped = mutex.lock();
        Future<Mutex.Guard> next = mutex.lock();
        dropped.poll(new Wakes().context());
        next.poll(wakes.context());
        guard.close();
        dropped.drop();
        assertThat(wakes.count()).isEqualTo(1);
        assertThat(next.poll(wakes.context()).isReady()).isTrue();
    }

    @Test
    void guardsAPlainFieldAcrossCores() throws InterruptedException {
        try (Runtime runtime = Runtime.builder().cores(2).start()) {
            List<JoinHandle<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                tasks.add(runtime.spawn(new Counting()));
            }
            for (JoinHandle<Boolean> task : tasks) {
                assertThat(task.join()).isTrue();
            }
        }
        assertThat(counted).isEqualTo(8_000);
    }

    /** Reads, lets others have their turn, and writes: without a lock it would lose counts. */
    private final class Counting implements Future<Boolean> {
        private Future<Mutex.Guard> lock = mutex.lock();
        private Mutex.@Nullable Guard guard;
        private long read;
        private int rounds;

        @Override
        public Poll<Boolean> poll(Context context) {
            while (rounds < 2_000) {
                if (guard == null) {
                    Poll<Mutex.Guard> answer = lock.poll(context);
                    if (answer.isPending()) {
                        return Poll.pending();
                    }
                    guard = answer.get();
                    read = counted;
                    context.waker().wake();
                    return Poll.pending();
                }
                counted = read + 1;
                guard.close();
                guard = null;
                lock = mutex.lock();
                rounds++;
            }
            return Poll.ready(true);
        }
    }
}
