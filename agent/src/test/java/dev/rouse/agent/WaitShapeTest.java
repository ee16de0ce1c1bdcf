package dev.rouse.agent;

import static dev.rouse.agent.Stacks.CONDITION_AWAIT;
import static dev.rouse.agent.Stacks.OBJECT_WAIT;
import static dev.rouse.agent.Stacks.PARK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Stacks made by hand, for what no thread of this test can show; the JDK's own are in {@link BlockedThreadsTest}. */
class WaitShapeTest {
    private static final String PROGRAM = "com.acme.shop";
    private static final Object CONDITION = new ReentrantLock().newCondition();

    private static WaitShape shape(List<StackTraceElement> stack, @Nullable Object blocker, boolean timed) {
        return WaitShape.of(stack, blocker, timed, Stacks::type, PROGRAM);
    }

    private static WaitShape untimed(List<StackTraceElement> stack, @Nullable Object blocker) {
        return shape(stack, blocker, false);
    }

    @Test
    void knowsALibrarysLoopOnAConditionAsAnIdleWorker() {
        List<StackTraceElement> stack = Stacks.of(
                CONDITION_AWAIT,
                "org.apache.kafka.clients.Accumulator.await",
                "org.apache.kafka.clients.Accumulator.drain",
                "org.apache.kafka.clients.Sender.runOnce",
                "org.apache.kafka.clients.Sender.run",
                "java.lang.Thread.run");

        assertThat(untimed(stack, CONDITION).role()).isEqualTo(Role.IDLE);
        assertThat(untimed(stack, CONDITION).housekeeping()).isTrue();
    }

    /** As kotlinx.coroutines keeps the time of every delay in the process. */
    @Test
    void takesALibrarysLoopThatWaitsUntilSomeTimeForATimer() {
        List<StackTraceElement> stack =
                Stacks.of(PARK, "kotlinx.coroutines.DefaultExecutor.run", "java.lang.Thread.run");

        assertThat(shape(stack, new Object(), true).role()).isEqualTo(Role.TIMER);
        assertThat(shape(stack, new Object(), true).housekeeping()).isTrue();
        assertThat(shape(stack, new Object(), false).role()).isEqualTo(Role.IDLE);
    }

    @Test
    void knowsALibrarysConditionUnderARequestInHandAsAWaitForASignal() {
        List<StackTraceElement> stack = Stacks.of(
                CONDITION_AWAIT,
                "org.springframework.util.Throttle.beforeAccess",
                "org.springframework.core.task.Executor.execute",
                "com.acme.shop.Main.lambda$main$0",
                "java.lang.Thread.run");

        WaitShape shape = untimed(stack, CONDITION);

        assertThat(shape.role()).isEqualTo(Role.SIGNAL);
        assertThat(shape.housekeeping()).isFalse();
        assertThat(shape.site()).isEqualTo(Stacks.siteOf(stack, "org.springframework.util.Throttle.beforeAccess"));
        assertThat(shape.source()).isEqualTo("java.util.concurrent.locks.Condition");
    }

    @Test
    void knowsTheProgramsShallowLoopFromItsDeepOne() {
        List<StackTraceElement> shallow = Stacks.of(
                CONDITION_AWAIT, "com.acme.shop.Mailer.next", "com.acme.shop.Mailer.run", "java.lang.Thread.run");
        List<StackTraceElement> deep = Stacks.of(
                CONDITION_AWAIT,
                "com.acme.shop.Stock.await",
                "com.acme.shop.Order.reserve",
                "com.acme.shop.Order.run",
                "java.lang.Thread.run");

        assertThat(untimed(shallow, CONDITION).role()).isEqualTo(Role.LOOP);
        assertThat(untimed(deep, CONDITION).role()).isEqualTo(Role.SIGNAL);
    }

    @Test
    void knowsTheMainThreadIsNoWorker() {
        List<StackTraceElement> stack = Stacks.of(CONDITION_AWAIT, "com.acme.shop.Main.main");

        assertThat(untimed(stack, CONDITION).role()).isEqualTo(Role.SIGNAL);
        assertThat(untimed(stack, CONDITION).housekeeping()).isFalse();
    }

    @Test
    void knowsAPermitAsNoWorkersWait() {
        Object semaphore = syncOf(new Semaphore(0));
        List<StackTraceElement> stack = Stacks.of(
                PARK,
                "java.util.concurrent.Semaphore.acquire",
                "com.acme.shop.Pool.acquire",
                "com.acme.shop.Pool.run",
                "java.lang.Thread.run");

        WaitShape shape = untimed(stack, semaphore);

        assertThat(shape.role()).isEqualTo(Role.SIGNAL);
        assertThat(shape.source()).isEqualTo("java.util.concurrent.Semaphore");
    }

    private static Object syncOf(Semaphore semaphore) {
        for (Class<?> type : Semaphore.class.getDeclaredClasses()) {
            if (type.getSimpleName().equals("NonfairSync")) {
                return type.getName();
            }
        }
        throw new IllegalStateException("this JDK's " + semaphore + " has no NonfairSync");
    }

    @Test
    void namesTheCallerOfANettyPromiseAsItsSite() {
        List<StackTraceElement> stack = Stacks.of(
                OBJECT_WAIT,
                "io.netty.util.concurrent.DefaultPromise.await",
                "io.netty.util.concurrent.DefaultPromise.sync",
                "com.acme.shop.Store.connect",
                "com.acme.shop.Main.main");

        WaitShape shape = untimed(stack, "io.netty.util.concurrent.DefaultPromise");

        assertThat(shape.role()).isEqualTo(Role.RESULT);
        assertThat(shape.site()).isEqualTo(Stacks.siteOf(stack, "com.acme.shop.Store.connect"));
        assertThat(shape.source()).isEqualTo("io.netty.util.concurrent.DefaultPromise");
    }

    @Test
    void namesTheCallerOfASubclassOfANettyPromiseToo() {
        List<StackTraceElement> stack = Stacks.of(
                OBJECT_WAIT,
                "io.netty.util.concurrent.DefaultPromise.await",
                "io.netty.util.concurrent.PromiseTask.get",
                "com.acme.shop.Store.connect");

        WaitShape shape = untimed(stack, "io.netty.util.concurrent.PromiseTask");

        assertThat(shape.site()).isEqualTo(Stacks.siteOf(stack, "com.acme.shop.Store.connect"));
    }

    @Test
    void knowsASleepInATaskFromOneAtTheTopOfALoop() {
        String[] sleep = {"java.lang.Thread.sleep"};
        List<StackTraceElement> inATask = Stacks.of(
                sleep,
                "com.vendor.retry.Backoff.pause",
                "com.acme.shop.Order.submit",
                "java.util.concurrent.ThreadPoolExecutor.runWorker",
                "java.lang.Thread.run");
        List<StackTraceElement> inALoop = Stacks.of(sleep, "com.vendor.metrics.Reporter.run", "java.lang.Thread.run");

        assertThat(shape(inATask, null, true))
                .extracting(WaitShape::role, WaitShape::housekeeping)
                .containsExactly(Role.TIMER, false);
        assertThat(shape(inALoop, null, true))
                .extracting(WaitShape::role, WaitShape::housekeeping)
                .containsExactly(Role.TIMER, true);
    }

    @Test
    void knowsATimerThreadWithATaskFromOneWithout() {
        List<StackTraceElement> stack =
                Stacks.of(OBJECT_WAIT, "java.util.TimerThread.mainLoop", "java.util.TimerThread.run");

        assertThat(shape(stack, "java.util.TaskQueue", true).role()).isEqualTo(Role.TIMER);
        assertThat(shape(stack, "java.util.TaskQueue", false).role()).isEqualTo(Role.IDLE);
    }

    @Test
    void knowsAQueueByItsTypeNotByItsMethodsName() {
        String[] task = {"com.acme.shop.Order.next", "com.acme.shop.Order.work", "com.acme.shop.Order.run"};
        List<StackTraceElement> queue =
                Stacks.of(CONDITION_AWAIT, below("java.util.concurrent.LinkedBlockingDeque.pollFirst", task));
        List<StackTraceElement> other = Stacks.of(CONDITION_AWAIT, below("com.vendor.Unknown.pollFirst", task));

        assertThat(untimed(queue, CONDITION).role()).isEqualTo(Role.IDLE);
        assertThat(untimed(other, CONDITION).role()).isEqualTo(Role.SIGNAL);
    }

    @Test
    void knowsABorrowerAtALibrarysQueueFromTheLibrarysOwnConsumer() {
        String[] pool = {"com.vendor.pool.Bag.borrow", "com.vendor.pool.Pool.get"};
        List<StackTraceElement> borrower = Stacks.of(
                CONDITION_AWAIT,
                "java.util.concurrent.LinkedBlockingQueue.take",
                pool[0],
                pool[1],
                "com.acme.shop.Order.place",
                "java.lang.Thread.run");
        List<StackTraceElement> consumer = Stacks.of(
                CONDITION_AWAIT,
                "java.util.concurrent.LinkedBlockingQueue.take",
                pool[0],
                "com.vendor.loop.Loop.run",
                "java.lang.Thread.run");

        assertThat(untimed(borrower, CONDITION).role()).isEqualTo(Role.LOOP);
        assertThat(untimed(consumer, CONDITION).role()).isEqualTo(Role.IDLE);
    }

    @Test
    void takesAThreadThatHandsOverForNoConsumer() {
        List<StackTraceElement> stack = Stacks.of(
                PARK,
                "java.util.concurrent.SynchronousQueue.xfer",
                "java.util.concurrent.SynchronousQueue.put",
                "com.acme.shop.Desk.hand",
                "com.acme.shop.Order.place",
                "com.acme.shop.Order.run");

        assertThat(untimed(stack, null).role()).isEqualTo(Role.SIGNAL);
    }

    private static String[] below(String innermost, String... frames) {
        List<String> all = new ArrayList<>(List.of(frames));
        all.add(0, innermost);
        return all.toArray(new String[0]);
    }

    @Test
    void takesTheMainThreadForNoConsumerOfAQueue() {
        List<StackTraceElement> stack = Stacks.of(
                CONDITION_AWAIT,
                "java.util.concurrent.LinkedBlockingDeque.takeFirst",
                "com.acme.shop.Order.work",
                "com.acme.shop.Main.main");

        assertThat(untimed(stack, CONDITION).role()).isEqualTo(Role.SIGNAL);
    }

    @Test
    void takesATimedParkOnNothingForAPause() {
        List<StackTraceElement> stack = Stacks.of(
                PARK, "com.vendor.retry.Backoff.pause", "com.acme.shop.Order.submit", "com.acme.shop.Order.run");

        assertThat(shape(stack, null, true).role()).isEqualTo(Role.TIMER);
    }

    @Test
    void takesAThreadOfTheJdkAloneForAWorker() {
        List<StackTraceElement> stack = Stacks.of(PARK, "jdk.internal.net.http.Sel.run", "java.lang.Thread.run");

        assertThat(untimed(stack, null).role()).isEqualTo(Role.IDLE);
    }

    @Test
    void knowsABareParkInADeepTaskAsAWaitForASignal() {
        List<StackTraceElement> stack =
                Stacks.of(PARK, "com.vendor.Ring.waitFor", "com.acme.shop.Order.publish", "com.acme.shop.Order.run");

        WaitShape shape = untimed(stack, null);

        assertThat(shape.role()).isEqualTo(Role.SIGNAL);
        assertThat(shape.source()).isEqualTo("java.lang.Thread.park");
    }

    @Test
    void knowsTheWayIntoAMonitorAsAWaitForALock() {
        List<StackTraceElement> stack = Stacks.of(new String[0], "com.acme.shop.Stock.take", "com.acme.shop.Main.main");

        assertThat(untimed(stack, "java.lang.Object").role()).isEqualTo(Role.LOCK);
        assertThat(untimed(stack, "com.acme.shop.ClassNotSeenYet").source()).isEqualTo("com.acme.shop.ClassNotSeenYet");
    }

    @Test
    void hasAnUnknownSiteWhenThereIsNoStack() {
        WaitShape shape = untimed(List.of(), new CountDownLatch(1));

        assertThat(shape.site().name()).isEqualTo("unknown");
    }

    @Test
    void namesAFutureTasksCallerAsItsSite() {
        List<StackTraceElement> stack = Stacks.of(
                PARK,
                "java.util.concurrent.FutureTask.awaitDone",
                "java.util.concurrent.FutureTask.get",
                "com.acme.shop.Order.total",
                "com.acme.shop.Main.main");

        WaitShape shape = untimed(stack, new FutureTask<>(() -> 1));

        assertThat(shape.role()).isEqualTo(Role.RESULT);
        assertThat(shape.site()).isEqualTo(Stacks.siteOf(stack, "com.acme.shop.Order.total"));
        assertThat(shape.source()).isEqualTo("java.util.concurrent.FutureTask");
    }
}
