package dev.rouse.runtime.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.runtime.Breach;
import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.JoinHandle;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.Runtime;
import dev.rouse.runtime.WakerSlot;
import dev.rouse.runtime.sync.Mpsc;
import dev.rouse.runtime.sync.Mutex;
import dev.rouse.runtime.sync.Notify;
import dev.rouse.runtime.sync.Oneshot;
import dev.rouse.runtime.sync.Semaphore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whatever leaf a task waits on for long, it is not blamed. One task that is to be blamed comes last: when it is, the
 * others have been looked at as often.
 */
class InnocentWaitsTest {
    private final LinkedBlockingQueue<Breach> breaches = new LinkedBlockingQueue<>();
    private final Oneshot<String> oneshot = Oneshot.open();
    private final Oneshot<String> wanted = Oneshot.open();
    private final Mpsc<String> empty = Mpsc.bounded(1);
    private final Mpsc<String> full = Mpsc.bounded(1);
    private final Notify notify = new Notify();
    private final Semaphore semaphore = new Semaphore(1);
    private final Mutex mutex = new Mutex();
    private final CompletableFuture<String> stage = new CompletableFuture<>();
    private final SubmissionPublisher<String> publisher = new SubmissionPublisher<>();
    private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
    private final CompletableFuture<String> published = new CompletableFuture<>();

    /** All but that the machine was slow. */
    private void note(Breach breach) {
        if (breach.fact() != Breach.Fact.LATE && breach.fact() != Breach.Fact.BLOCKED) {
            breaches.add(breach);
        }
    }

    @Test
    void areNotReported() throws Exception {
        Semaphore.Permit permit = semaphore.tryAcquire().orElseThrow();
        Mutex.Guard guard = mutex.tryLock().orElseThrow();
        full.sender().trySend("full");
        try (Runtime runtime = Runtime.builder().cores(2).onBreach(this::note).start()) {
            List<JoinHandle<?>> waiting = spawnAll(runtime);
            Guilty guilty = new Guilty();
            List<JoinHandle<Boolean>> blamed = runtime.spawnOnAll(core -> guilty.of(core));
            System.gc();
            for (int i = 0; i < blamed.size(); i++) {
                assertThat(breaches.poll(30, TimeUnit.SECONDS))
                        .isNotNull()
                        .extracting(Breach::fact, Breach::task)
                        .containsExactly(Breach.Fact.READY_UNWOKEN, Unfired.class.getName());
            }
            assertThat(waiting).noneMatch(JoinHandle::isDone);
            tellAll(permit, guard);
            for (JoinHandle<?> task : waiting) {
                task.join();
            }
            assertThat(published.get(20, TimeUnit.SECONDS)).isEqualTo("demanded");
        }
        assertThat(breaches).isEmpty();
    }

    private List<JoinHandle<?>> spawnAll(Runtime runtime) {
        List<JoinHandle<?>> waiting = new ArrayList<>();
        waiting.add(runtime.spawn(oneshot.receiver()));
        waiting.add(runtime.spawn(wanted.sender().closed()));
        waiting.add(runtime.spawn(empty.receiver().recv()));
        waiting.add(runtime.spawn(full.sender().send("more")));
        waiting.add(runtime.spawn(notify.notified()));
        waiting.add(runtime.spawn(semaphore.acquire()));
        waiting.add(runtime.spawn(mutex.lock()));
        waiting.add(runtime.spawn(Stages.future(stage)));
        Source<String> items = Publishers.source(publisher, 2);
        waiting.add(runtime.spawn(items::pollNext));
        Publishers.publisher(() -> context -> Poll.ready("demanded"), runtime.core(0))
                .subscribe(new Hesitating());
        return waiting;
    }

    private void tellAll(Semaphore.Permit permit, Mutex.Guard guard) {
        oneshot.sender().send("value");
        wanted.receiver().drop();
        empty.sender().trySend("message");
        assertThat(full.receiver().tryRecv()).isEqualTo("full");
        notify.notifyOne();
        permit.close();
        guard.close();
        stage.complete("value");
        publisher.submit("item");
        Flow.Subscription demanded = subscription.get();
        if (demanded != null) {
            demanded.request(1);
        }
    }

    /** Asks for nothing until the test does. */
    private final class Hesitating implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(Flow.Subscription offered) {
            subscription.set(offered);
        }

        @Override
        public void onNext(String item) {
            published.complete(item);
        }

        @Override
        public void onError(Throwable thrown) {}

        @Override
        public void onComplete() {}
    }

    /** Makes futures that are told by a flag alone once they wait. */
    private static final class Guilty {
        private final List<WakerSlot> kept = new ArrayList<>();

        Unfired of(int core) {
            WakerSlot slot = new WakerSlot();
            kept.add(core, slot);
            return new Unfired(slot);
        }
    }

    private static final class Unfired implements Future<Boolean> {
        private final WakerSlot slot;
        private boolean waited;

        Unfired(WakerSlot slot) {
            this.slot = slot;
        }

        @Override
        public Poll<Boolean> poll(Context context) {
            if (waited) {
                return Poll.ready(true);
            }
            waited = true;
            slot.arm(context);
            return Poll.pending();
        }
    }
}
