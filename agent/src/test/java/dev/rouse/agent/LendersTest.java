package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.source.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LendersTest {
    private static final long NOW = 10_000_000_000L;

    private final BlockedThreads threads = new BlockedThreads();
    private final Depot depot = new Depot();
    private final List<Event> events = new ArrayList<>();
    private final Map<Long, SeenThread> seen = new HashMap<>();
    private final Lenders lenders = new Lenders(
            events::add, new Types(new HandInstrumentation(Depot.class).instrumentation()), "dev.rouse.agent");

    @AfterEach
    void endsThem() throws InterruptedException {
        threads.end();
    }

    /** Lends two permits, and loses one where a job fails. */
    static final class Depot {
        private final Semaphore permits = new Semaphore(2);
        private final CountDownLatch longJob = new CountDownLatch(1);

        void loses() throws InterruptedException {
            permits.acquire();
            longJob.await();
            permits.release();
        }

        void keepsNone() throws InterruptedException {
            permits.acquire();
            try {
                longJob.await();
            } finally {
                permits.release();
            }
        }
    }

    /** Workers that try again what fails, and somebody who brings them work. */
    static final class Desk {
        private final Semaphore jobs = new Semaphore(0);

        void worker() throws InterruptedException {
            jobs.acquire();
            Thread.onSpinWait();
            jobs.release();
        }

        void submit() {
            jobs.release();
        }
    }

    private void waits(BlockedThreads.Work work) throws Exception {
        Thread thread = threads.start(work);
        SeenThread known = new SeenThread(thread);
        known.shape = BlockedThreads.shape(thread, "acquire");
        known.wait = ThreadIds.of(thread);
        known.since = NOW - 5_000_000_000L;
        seen.put(ThreadIds.of(thread), known);
    }

    private void works(BlockedThreads.Work work) throws Exception {
        Thread thread = threads.start(work);
        BlockedThreads.awaitBlocked(thread, "await");
        seen.put(ThreadIds.of(thread), new SeenThread(thread));
    }

    private List<Event.LendingSeen> told() {
        return events.stream().map(event -> (Event.LendingSeen) event).toList();
    }

    @Test
    void tellsThoseWhoWaitWhichLineLosesWhatItTakesAndThatNobodyHasAny() throws Exception {
        depot.permits.drainPermits();
        waits(depot::keepsNone);
        waits(depot::loses);

        lenders.look(seen, NOW);

        assertThat(told()).hasSize(2).allSatisfy(lending -> {
            assertThat(lending.call()).isEqualTo("Semaphore.acquire");
            assertThat(lending.inside()).isZero();
            assertThat(lending.leaks())
                    .singleElement()
                    .satisfies(line -> assertThat(line.name()).contains("Depot.loses(LendersTest.java:"));
            assertThat(lending.gives()).hasSize(2);
        });
    }

    @Test
    void countsWhoHasOneInUse() throws Exception {
        works(depot::keepsNone);
        works(depot::loses);
        waits(depot::keepsNone);

        lenders.look(seen, NOW);

        assertThat(told())
                .singleElement()
                .satisfies(lending -> assertThat(lending.inside()).isEqualTo(2));
    }

    @Test
    void takesWhatOthersBringForWork() throws Exception {
        Desk desk = new Desk();
        waits(desk::worker);
        waits(desk::worker);

        new Lenders(events::add, new Types(new HandInstrumentation(Desk.class).instrumentation()), "dev.rouse.agent")
                .look(seen, NOW);

        assertThat(events).isEmpty();
        desk.submit();
    }

    @Test
    void saysNothingOfWhoHasWaitedForAMomentOnly() throws Exception {
        depot.permits.drainPermits();
        waits(depot::loses);
        seen.values().forEach(thread -> thread.since = NOW - 900_000_000L);

        lenders.look(seen, NOW);

        assertThat(events).isEmpty();
    }
}
