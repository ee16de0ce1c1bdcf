package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class OnlookersTest {
    private static volatile CompletableFuture<String> answer = new CompletableFuture<>();
    private static final CountDownLatch LATCH = new CountDownLatch(1);
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final BlockingQueue<String> QUEUE = new LinkedBlockingQueue<>();
    private static final Object MONITOR = new Object();
    private static volatile boolean over;

    private Thread thread = Thread.currentThread();

    @BeforeEach
    void begins() {
        answer = new CompletableFuture<>();
        over = false;
    }

    @AfterEach
    void endsIt() throws InterruptedException {
        thread.interrupt();
        thread.join(60_000);
    }

    private Outlook outlookOf(Runnable sleeps) throws Exception {
        thread = new Thread(sleeps);
        thread.setDaemon(true);
        thread.start();
        return outlookOf(BlockedThreads.awaitBlocked(thread, "sleep").getStackTrace());
    }

    private static Outlook outlookOf(StackTraceElement... stack) {
        return new Onlookers(Stacks::type).of(Arrays.asList(stack));
    }

    private static void sleep() {
        try {
            Thread.sleep(3_600_000);
        } catch (InterruptedException e) {
            over = true;
        }
    }

    private static void sleepsAndPrints() {
        long start = System.nanoTime();
        over = answer.thenAccept(text -> LATCH.countDown()).isDone();
        sleep();
        String state = answer.isDone() ? "done" : "hangs";
        System.out.printf("%s after %d ms, %d to go%n", state, (System.nanoTime() - start) / 1_000_000, left());
    }

    private static long left() {
        return LATCH.getCount();
    }

    @Test
    void clearsWhoPrintsWhatHasBecomeOfIt() throws Exception {
        assertThat(outlookOf(OnlookersTest::sleepsAndPrints)).isEqualTo(Outlook.ONLY_LOOKS);
    }

    private static void polls() {
        while (!over && !answer.isDone()) {
            sleep();
        }
    }

    @Test
    void clearsWhoPolls() throws Exception {
        assertThat(outlookOf(OnlookersTest::polls)).isEqualTo(Outlook.ONLY_LOOKS);
    }

    private static void countsUnderALock() {
        sleep();
        LOCK.lock();
        try {
            System.out.println(LOCK.getQueueLength());
        } finally {
            LOCK.unlock();
        }
    }

    @Test
    void clearsWhoUnlocksWhatHeHasLocked() throws Exception {
        assertThat(outlookOf(OnlookersTest::countsUnderALock)).isEqualTo(Outlook.ONLY_LOOKS);
    }

    private static void countsWhatIsQueued() {
        Queue<String> any = QUEUE;
        sleep();
        System.out.println(any.size() + " " + any.peek());
    }

    @Test
    void clearsWhoCountsWhatIsQueued() throws Exception {
        assertThat(outlookOf(OnlookersTest::countsWhatIsQueued)).isEqualTo(Outlook.ONLY_LOOKS);
    }

    private static void takesFromAQueue() {
        Queue<String> any = QUEUE;
        sleep();
        over = any.poll() == null;
    }

    private static void completes() {
        sleep();
        answer.complete("late");
    }

    private static void completesDeepBelow() {
        sleep();
        List.of(1).forEach(n -> finish());
    }

    private static void finish() {
        answer.complete("late");
    }

    private static void countsDown() {
        sleep();
        LATCH.countDown();
    }

    private static void notifies() {
        sleep();
        synchronized (MONITOR) {
            MONITOR.notifyAll();
        }
    }

    private static void putsIntoAQueue() {
        sleep();
        over = QUEUE.add("late");
    }

    private static void startsAThread() {
        CompletableFuture<String> mine = answer; // nobody joins the new thread, which outlives this test
        sleep();
        new Thread(() -> mine.complete("late")).start();
    }

    @Test
    void doesNotClearWhoWakesSomebody() throws Exception {
        assertThat(outlookOf(OnlookersTest::completes)).isEqualTo(Outlook.MAY_WAKE);
        endsIt();
        assertThat(outlookOf(OnlookersTest::takesFromAQueue)).isEqualTo(Outlook.MAY_WAKE);
        endsIt();
        assertThat(outlookOf(OnlookersTest::completesDeepBelow)).isEqualTo(Outlook.MAY_WAKE);
        endsIt();
        assertThat(outlookOf(OnlookersTest::countsDown)).isEqualTo(Outlook.MAY_WAKE);
        endsIt();
        assertThat(outlookOf(OnlookersTest::notifies)).isEqualTo(Outlook.MAY_WAKE);
        endsIt();
        assertThat(outlookOf(OnlookersTest::putsIntoAQueue)).isEqualTo(Outlook.MAY_WAKE);
        endsIt();
        assertThat(outlookOf(OnlookersTest::startsAThread)).isEqualTo(Outlook.MAY_WAKE);
    }

    private static void completesInTheNextRound() {
        for (int round = 0; !over; round++) {
            if (round == 100) {
                answer.complete("late");
            }
            sleep();
        }
    }

    @Test
    void looksAtTheNextRoundOfALoopToo() throws Exception {
        assertThat(outlookOf(OnlookersTest::completesInTheNextRound)).isEqualTo(Outlook.MAY_WAKE);
    }

    private static void completesWhenItsCallerGoesOn() {
        sleepsAndPrints();
        answer.complete("late");
    }

    @Test
    void looksAtWhatIsLeftOfEachCaller() throws Exception {
        assertThat(outlookOf(OnlookersTest::completesWhenItsCallerGoesOn)).isEqualTo(Outlook.MAY_WAKE);
    }

    private static void runsWhateverItIsGiven(Runnable work) {
        sleep();
        work.run();
    }

    @Test
    void doesNotClearWhatCannotBeRead() throws Exception {
        assertThat(outlookOf(() -> runsWhateverItIsGiven(OnlookersTest::polls))).isEqualTo(Outlook.MAY_WAKE);
        assertThat(outlookOf(
                        new StackTraceElement("java.lang.Thread", "sleep", "Thread.java", -2),
                        new StackTraceElement("com.acme.Unknown", "run", "Unknown.java", 7)))
                .isEqualTo(Outlook.MAY_WAKE);
    }

    private static void shutsDown(ExecutorService pool) {
        sleep();
        pool.shutdownNow();
    }

    @Test
    void tellsWhoClosesSomethingAtTheEnd() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();

        assertThat(outlookOf(() -> shutsDown(pool))).isEqualTo(Outlook.ENDS_THINGS);

        assertThat(pool.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
        pool.shutdownNow();
    }

    @Test
    void doesNotClearATaskOfAPoolWhoseResultSomebodyMayAwait() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        pool.execute(() -> {
            worker.complete(Thread.currentThread());
            sleep();
        });
        thread = worker.get(20, TimeUnit.SECONDS);

        assertThat(outlookOf(BlockedThreads.awaitBlocked(thread, "sleep").getStackTrace()))
                .isEqualTo(Outlook.MAY_WAKE);
        pool.shutdownNow();
    }
}
