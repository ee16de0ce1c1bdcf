package dev.rouse.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The nursery is one for the whole process, so each test starts and leaves it empty. */
@Timeout(60)
class NurseryTest {
    /** A chunk, as the nursery cuts it. */
    private static final int CHUNK = 256;

    /** Full chunks that it keeps between two sweeps. */
    private static final int BUDGET = 64;

    @BeforeEach
    void opens() {
        Nursery.open(true);
        Nursery.takeDropped();
    }

    @AfterEach
    void closes() {
        Nursery.open(false);
        Nursery.takeDropped();
    }

    private static List<Object> sweep() {
        List<Object> swept = new ArrayList<>();
        Nursery.sweep(swept::add);
        return swept;
    }

    private static void add(int from, int to) {
        IntStream.range(from, to).forEach(Nursery::add);
    }

    @Test
    void handsOverEverythingOnce() {
        add(0, 10);

        assertThat(sweep()).containsExactlyInAnyOrderElementsOf(integers(10));
        assertThat(sweep()).isEmpty();
    }

    private static List<Object> integers(int to) {
        return IntStream.range(0, to).<Object>mapToObj(i -> i).toList();
    }

    @Test
    void handsOverFullChunksToo() {
        add(0, 3 * CHUNK + 7);

        assertThat(sweep()).hasSize(3 * CHUNK + 7).containsExactlyInAnyOrderElementsOf(integers(3 * CHUNK + 7));
        assertThat(sweep()).isEmpty();
        assertThat(Nursery.takeDropped()).isZero();
    }

    @Test
    void tellsThePlaceInTheChunkAndBeginsAnewWhenItIsFull() throws Exception {
        List<Integer> places = inAThreadOfItsOwn(() ->
                IntStream.range(0, CHUNK + 2).map(i -> Nursery.add(i)).boxed().toList());

        assertThat(places.subList(0, 3)).containsExactly(0, 1, 2);
        assertThat(places.subList(CHUNK - 1, CHUNK + 2)).containsExactly(CHUNK - 1, 0, 1);
    }

    @Test
    void countsWhatItDropsPastItsBudgetAndKeepsTheNewest() throws Exception {
        int tooMany = (BUDGET + 3) * CHUNK;
        inAThreadOfItsOwn(() -> {
            add(0, tooMany);
            return true;
        });

        List<Object> swept = sweep();

        assertThat(swept).doesNotHaveDuplicates().contains(0, tooMany - 1);
        assertThat(swept).hasSize((BUDGET + 1) * CHUNK);
        assertThat(Nursery.takeDropped()).isGreaterThanOrEqualTo((long) tooMany - swept.size());
        assertThat(Nursery.takeDropped()).isZero();
    }

    @Test
    void hasItsBudgetBackAfterASweep() {
        add(0, (BUDGET + 3) * CHUNK);
        sweep();
        Nursery.takeDropped();

        add(0, 5 * CHUNK);

        assertThat(sweep()).hasSize(5 * CHUNK);
        assertThat(Nursery.takeDropped()).isZero();
    }

    @Test
    void acceptsNothingWhileItsBudgetIsUsedUpAndEstimatesWhatThatLeftOut() throws Exception {
        add(0, (BUDGET - 1) * CHUNK);
        assertThat(Nursery.isAccepting()).isTrue();
        add(0, CHUNK);
        assertThat(Nursery.isAccepting()).isFalse();
        assertThat(Nursery.isOpen()).isTrue();
        TimeUnit.MILLISECONDS.sleep(20);

        sweep();

        assertThat(Nursery.isAccepting()).isTrue();
        assertThat(Nursery.takeDropped()).isPositive();
    }

    @Test
    void retainsNothingThatWasSweptOut() throws Exception {
        WeakReference<Object> registration = registered();
        assertThat(registration.get()).isNotNull();
        sweep();

        awaitCollected(registration);
    }

    private static WeakReference<Object> registered() {
        Object registration = new Object();
        Nursery.add(registration);
        return new WeakReference<>(registration);
    }

    @Test
    void handsOverWhatAnEndedThreadRegistered() throws Exception {
        inAThreadOfItsOwn(() -> Nursery.add("left behind"));
        System.gc();

        assertThat(sweep()).containsExactly("left behind");
    }

    @Test
    void freesTheChunkOfAnEndedThread() throws Exception {
        int before = chunks();
        for (int i = 0; i < 20; i++) {
            inAThreadOfItsOwn(() -> Nursery.add("short-lived"));
        }
        assertThat(chunks()).isGreaterThanOrEqualTo(before + 20);

        for (int tries = 0; chunks() > before + 1 && tries < 100; tries++) {
            System.gc();
            sweep();
        }

        assertThat(chunks()).isLessThanOrEqualTo(before + 1);
    }

    /** Counts the links of the nursery's list of chunks. */
    private static int chunks() throws ReflectiveOperationException {
        var heads = Nursery.class.getDeclaredField("CHUNKS");
        heads.setAccessible(true);
        Object chunk = ((java.util.concurrent.atomic.AtomicReference<?>) heads.get(null)).get();
        int count = 0;
        while (chunk != null) {
            var link = chunk.getClass().getDeclaredField("link");
            link.setAccessible(true);
            chunk = link.get(chunk);
            count++;
        }
        return count;
    }

    @Test
    void forgetsWhatIsLeftWhenItIsClosed() {
        Nursery.add("left");
        Nursery.open(false);

        assertThat(Nursery.isOpen()).isFalse();
        assertThat(sweep()).isEmpty();
    }

    @Test
    void closesAfterAnErrorAndSaysWhich() {
        Nursery.fail(new IllegalStateException("no such field"));

        assertThat(Nursery.isOpen()).isFalse();
        assertThat(Nursery.isAccepting()).isFalse();
        sweep();
        assertThat(Nursery.isAccepting()).isFalse();
        assertThat(Nursery.failure()).isEqualTo("java.lang.IllegalStateException: no such field");

        Nursery.open(true);
        assertThat(Nursery.failure()).isNull();
    }

    @Test
    void losesNothingAndDoublesNothingWhileSeveralThreadsRegisterAndOneSweeps() throws Exception {
        int threads = 4;
        int each = 30_000;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Long> swept = new ArrayList<>();
        long dropped = 0;
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<?>> running = new ArrayList<>();
            for (long first = 0; first < (long) threads * each; first += each) {
                running.add(pool.submit(registering(start, first, each)));
            }
            start.countDown();
            while (!running.stream().allMatch(Future::isDone)) {
                Nursery.sweep(registration -> swept.add((Long) registration));
                dropped += Nursery.takeDropped();
            }
            for (Future<?> thread : running) {
                thread.get(10, TimeUnit.SECONDS);
            }
            Nursery.sweep(registration -> swept.add((Long) registration));
            dropped += Nursery.takeDropped();
        } finally {
            pool.shutdownNow();
        }

        assertThat(swept.stream().distinct().count()).isEqualTo(swept.size());
        assertThat(swept.size() + dropped).isGreaterThanOrEqualTo((long) threads * each);
        if (dropped == 0) {
            assertThat(swept.stream().mapToLong(Long::longValue).sorted())
                    .containsExactlyElementsOf(
                            LongStream.range(0, (long) threads * each).boxed().toList());
        }
    }

    private static Callable<Boolean> registering(CountDownLatch start, long first, int count) {
        return () -> {
            boolean started = start.await(10, TimeUnit.SECONDS);
            for (long id = first; id < first + count; id++) {
                Nursery.add(id);
            }
            return started;
        };
    }

    private static <T> T inAThreadOfItsOwn(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task);
        thread.start();
        thread.join(30_000);
        return task.get(0, TimeUnit.SECONDS);
    }

    private static void awaitCollected(WeakReference<?> reference) throws TimeoutException {
        for (int tries = 0; reference.get() != null; tries++) {
            if (tries > 100) {
                throw new TimeoutException("still held after 100 collections: " + reference.get());
            }
            System.gc();
        }
    }
}
