package dev.rouse.runtime;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A thread that polls tasks, which never leave it. Its run queue, timers and driver are its own; other threads reach it
 * through one queue alone.
 *
 * <p>Each turn: read the clock once, poll a batch of tasks, take in what other threads have sent, fire the timers that
 * are due, and look for ready sockets, now and then while there are tasks, or asleep when there are none.
 *
 * <p>Falling asleep: {@link #sleeping} is set, and the remote queue looked at again; a sender appends first and then
 * reads {@code sleeping} (Dekker). Whoever resets it unparks the driver.
 */
public final class Core implements Executor {
    /** Polls between two readings of the clock: one reading costs as much as several polls. */
    private static final int BATCH = 64;

    /** Batches between two looks for ready sockets while there are tasks to poll. */
    private static final int LOOK_EVERY = 1;

    /** Units of {@link Context#spend} that a poll may use: then others get their turn. */
    private static final int BUDGET = 128;

    private static final VarHandle SLEEPING;
    private static final ThreadLocal<@Nullable Core> CURRENT = new ThreadLocal<>();

    static {
        try {
            SLEEPING = MethodHandles.lookup().findVarHandle(Core.class, "sleeping", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** How a core ends. */
    private enum Ending {
        NONE,
        DRAIN,
        CANCEL
    }

    final Thread thread;
    private final int index;
    private final IoDriver driver;
    private final Diagnosis diagnosis;
    private final RunQueue ready = new RunQueue();

    /** Tasks that other threads have woken, and what they want done here. */
    private final MpscUnboundedArrayQueue<Object> remote = new MpscUnboundedArrayQueue<>(1024);

    private final TimerWheel timers;

    private volatile boolean sleeping;
    private volatile Ending ending = Ending.NONE;
    private volatile boolean ended;

    /** What is being polled, and how many polls there were: read by the watchdog, without order. */
    @Nullable Task<?> current;

    long polls;

    /** The clock as read at the start of this batch, in nanoseconds. */
    private long now = System.nanoTime();

    private int turns;

    Core(int index, String name, IoDriver driver, Breaches breaches, boolean diagnosed) {
        this.index = index;
        this.driver = driver;
        this.diagnosis = new Diagnosis(this, breaches, diagnosed);
        this.timers = new TimerWheel(now);
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /**
     * The core whose thread this is.
     *
     * @throws IllegalStateException on any other thread
     */
    public static Core current() {
        Core core = CURRENT.get();
        if (core == null) {
            throw new IllegalStateException("not on a core's thread: spawn a future on a Runtime, and ask from there");
        }
        return core;
    }

    static boolean isCoreThread() {
        return CURRENT.get() != null;
    }

    /** Its number in its runtime, from 0. */
    public int index() {
        return index;
    }

    /**
     * Runs a future as a task of this core. May be called from any thread.
     *
     * @throws RejectedExecutionException when the core has shut down
     */
    public <T extends @Nullable Object> JoinHandle<T> spawn(Future<T> future) {
        JoinHandle<T> handle = new JoinHandle<>();
        Task<T> task = new Task<>(this, future, handle);
        if (Thread.currentThread() == thread) {
            handle.of(diagnosis.begin(task, now));
            enqueue(task);
        } else {
            send(new Spawned<>(task));
        }
        return handle;
    }

    /** Begins a task that another thread has spawned; its handle can cancel it from then on. */
    private record Spawned<T extends @Nullable Object>(Task<T> task) implements Runnable {
        @Override
        public void run() {
            Core core = task.core;
            task.handle.of(core.diagnosis.begin(task, core.now));
            core.enqueue(task);
        }
    }

    /**
     * Runs this on the core's thread, between two polls. May be called from any thread.
     *
     * @throws RejectedExecutionException when the core has shut down
     */
    @Override
    public void execute(Runnable work) {
        send(work);
    }

    private void send(Object message) {
        if (ended) {
            throw new RejectedExecutionException("core " + index + " has shut down");
        }
        remote.offer(message);
        unparkIfAsleep();
    }

    void enqueueRemotely(Task<?> task) {
        if (task.tracedAt != null) {
            diagnosis.wakeOf(task);
        }
        remote.offer(task);
        unparkIfAsleep();
    }

    private void unparkIfAsleep() {
        if (sleeping && SLEEPING.compareAndSet(this, true, false)) {
            driver.unpark();
        }
    }

    /** On this core's thread, for a task that is not queued. */
    void enqueue(Task<?> task) {
        if (task.future == null) {
            task.wokenAfterEnd = true;
            return;
        }
        task.state |= Task.QUEUED;
        diagnosis.woken(task);
        ready.add(task);
    }

    /** The clock as read some 64 polls ago at most, in nanoseconds of {@link System#nanoTime}. */
    public long coarseNanoTime() {
        return now;
    }

    /** Starts to watch a channel for the leaves of this core; to be called on its thread. */
    public Readiness register(java.nio.channels.SelectableChannel channel) throws IOException {
        return driver.register(channel);
    }

    TimerWheel timers() {
        return timers;
    }

    Diagnosis diagnosis() {
        return diagnosis;
    }

    int queued() {
        return ready.size();
    }

    private void run() {
        CURRENT.set(this);
        try {
            while (ending != Ending.CANCEL && (ending != Ending.DRAIN || diagnosis.hasTasks())) {
                turn();
            }
        } catch (Throwable broken) {
            System.getLogger("dev.rouse.runtime").log(System.Logger.Level.ERROR, "core " + index + " broke", broken);
        } finally {
            end();
            CURRENT.remove();
        }
    }

    private void turn() throws IOException {
        now = System.nanoTime();
        diagnosis.turn(now);
        for (int n = BATCH; n > 0; n--) {
            Task<?> task = ready.take();
            if (task == null) {
                break;
            }
            poll(task);
        }
        boolean idle = !receive() && ready.isEmpty();
        if (idle || ++turns % LOOK_EVERY == 0) {
            look(idle);
        }
    }

    private void look(boolean idle) throws IOException {
        timers.advance(now);
        if (!idle || !ready.isEmpty()) {
            driver.park(0);
            return;
        }
        sleeping = true;
        try {
            if (remote.isEmpty() && ending == Ending.NONE) {
                driver.park(diagnosis.atMost(timers.untilNext(System.nanoTime())));
            }
        } finally {
            sleeping = false;
        }
        now = System.nanoTime();
        timers.advance(now);
    }

    private boolean receive() {
        boolean any = false;
        for (Object message = remote.relaxedPoll(); message != null; message = remote.relaxedPoll()) {
            any = true;
            if (message instanceof Task<?> task) {
                task.arrived();
                if ((task.state & Task.QUEUED) == 0) {
                    enqueue(task);
                }
            } else {
                run((Runnable) message);
            }
        }
        return any;
    }

    private static void run(Runnable work) {
        try {
            work.run();
        } catch (Throwable failure) {
            System.getLogger("dev.rouse.runtime").log(System.Logger.Level.WARNING, "work for a core failed", failure);
        }
    }

    private <T extends @Nullable Object> void poll(Task<T> task) {
        Future<T> future = task.future;
        if (future == null) {
            return;
        }
        task.state &= Task.EVER | Task.RAW;
        task.budget = BUDGET;
        task.polledAt = now;
        current = task;
        polls++;
        Poll<T> answer;
        try {
            answer = task.wokenAt == 0 ? future.poll(task) : diagnosis.timed(task, future);
        } catch (Throwable failure) {
            current = null;
            fail(task, failure);
            return;
        }
        current = null;
        if (answer.isReady()) {
            end(task, answer);
        } else if ((task.state & (Task.ARMED | Task.QUEUED)) != Task.ARMED) {
            diagnosis.odd(task);
        }
    }

    private <T extends @Nullable Object> void end(Task<T> task, Poll<T> answer) {
        drop(task);
        task.handle.complete(answer.get());
    }

    private void fail(Task<?> task, Throwable failure) {
        if (!(failure instanceof CancellationException)) {
            System.getLogger("dev.rouse.runtime")
                    .log(System.Logger.Level.WARNING, "a task of core " + index + " failed", failure);
        }
        drop(task);
        task.handle.fail(failure);
    }

    private void drop(Task<?> task) {
        Future<?> future = task.future;
        task.future = null;
        diagnosis.end(task);
        if (future != null) {
            try {
                future.drop();
            } catch (Throwable failure) {
                System.getLogger("dev.rouse.runtime").log(System.Logger.Level.WARNING, "a drop() failed", failure);
            }
        }
    }

    /**
     * Polls a task that nobody has woken.
     *
     * @return whether it was ready, and has ended
     */
    <T extends @Nullable Object> boolean audit(Task<T> task, Context looking) {
        Future<T> future = task.future;
        if (future == null) {
            return false;
        }
        task.state &= Task.EVER | Task.RAW;
        task.budget = BUDGET;
        current = task;
        try {
            Poll<T> answer = future.poll(looking);
            current = null;
            if (answer.isReady()) {
                end(task, answer);
            }
            return answer.isReady();
        } catch (Throwable failure) {
            current = null;
            fail(task, failure);
            return true;
        }
    }

    /** The budget of a poll is used up: the task waits for its next turn. */
    void exhausted(Task<?> task) {
        if (task.budget == 0) {
            diagnosis.exhausted(task);
        }
        task.state |= Task.ARMED | Task.EVER;
        task.wake();
    }

    void cancel(TaskRef ref) {
        if (Thread.currentThread() == thread && current == null) {
            cancelNow(ref);
        } else if (!ended) {
            remote.offer((Runnable) () -> cancelNow(ref));
            unparkIfAsleep();
        }
    }

    private void cancelNow(TaskRef ref) {
        Task<?> task = ref.get();
        if (task != null && task.future != null) {
            fail(task, new CancellationException());
        }
    }

    void shutdown(boolean drain) {
        if (ending != Ending.CANCEL) {
            ending = drain ? Ending.DRAIN : Ending.CANCEL;
        }
        driver.unpark();
    }

    /** On its thread, last. What was sent too late is run, so that nobody waits for it in vain. */
    private void end() {
        ended = true;
        do {
            receive();
            diagnosis.pending().forEach(this::cancelNow);
        } while (!remote.isEmpty() || diagnosis.hasTasks());
        while (ready.take() != null) {
            // their tasks have ended
        }
        try {
            driver.close();
        } catch (IOException e) {
            System.getLogger("dev.rouse.runtime").log(System.Logger.Level.WARNING, "a driver did not close", e);
        }
    }
}
