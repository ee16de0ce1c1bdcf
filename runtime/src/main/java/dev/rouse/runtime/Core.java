package dev.rouse.runtime;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A thread that polls tasks, which never leave it. Its run queue, timers and driver are its own; other threads reach it
 * through one queue alone.
 *
 * <p>Each turn: read the clock once, poll a batch of tasks, take in what other threads have sent, fire the timers that
 * are due, and look for ready sockets: without waiting while there are tasks, asleep when there are none.
 *
 * <p>Falling asleep: {@link #sleeping} is set, and the remote queue looked at again; a sender appends first and then
 * reads {@code sleeping} (Dekker). Whoever resets it unparks the driver.
 */
public final class Core implements Executor {
    /** Polls between two readings of the clock: one reading costs as much as several polls. */
    private static final int BATCH = 64;

    /** Units of {@link Context#spend} that a poll may use: then others get their turn. */
    private static final int BUDGET = 128;

    private static final VarHandle SLEEPING;
    private static final Thread ELSEWHERE = new Thread(() -> {}, "never started");
    private static final ThreadLocal<@Nullable Core> CURRENT = new ThreadLocal<>();

    static {
        try {
            SLEEPING = MethodHandles.lookup().findVarHandle(Core.class, "sleeping", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Changes in simulations alone. */
    Thread thread;

    private final int index;
    private final IoDriver driver;
    private final Diagnosis diagnosis;
    private final RunQueue ready = new RunQueue();

    /** Tasks that other threads have woken, and what they want done here. */
    private final MpscUnboundedAtomicArrayQueue<Object> remote = new MpscUnboundedAtomicArrayQueue<>(1024);

    private final TimerWheel timers;

    private volatile boolean sleeping;
    private volatile boolean ending;
    private volatile boolean ended;

    /** Threads between their look at {@link #ended} and the end of their sending. */
    private final AtomicInteger senders = new AtomicInteger();

    /** To be told once there is no task; null when nobody asked. */
    private @Nullable CompletableFuture<Long> emptied;

    /** How many tasks have begun here. */
    private long begun;

    /** Of the audit poll that goes on, until its task is dropped. */
    private @Nullable Fate fateOfAudit;

    /** What is being polled, and how many polls there were: read by the watchdog, without order. */
    @Nullable Task<?> current;

    long polls;

    /** The clock as read at the start of this batch, in nanoseconds. */
    private long now;

    private final LongSupplier clock;

    Core(int index, String name, IoDriver driver, Breaches breaches, boolean diagnosed) {
        this.index = index;
        this.driver = driver;
        this.clock = System::nanoTime;
        this.now = nanoTime();
        this.diagnosis = new Diagnosis(this, breaches, diagnosed);
        this.timers = new TimerWheel(now);
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** For simulations: of the calling thread, which takes its turns one by one until it leaves, on another clock. */
    Core(IoDriver driver, Breaches breaches, boolean diagnosed, LongSupplier clock) {
        this.index = 0;
        this.driver = driver;
        this.clock = clock;
        this.now = nanoTime();
        this.diagnosis = new Diagnosis(this, breaches, diagnosed);
        this.timers = new TimerWheel(now);
        this.thread = Thread.currentThread();
        CURRENT.set(this);
    }

    /** For simulations: does this as another thread would. */
    void elsewhere(Runnable work) {
        Thread here = thread;
        thread = ELSEWHERE;
        CURRENT.remove();
        try {
            work.run();
        } finally {
            thread = here;
            CURRENT.set(this);
        }
    }

    /** Of simulations: takes no more turns. */
    void leave() {
        CURRENT.remove();
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

    /** Whether this thread is a core's: then it must not block. */
    public static boolean isCoreThread() {
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
            begin(task);
        } else {
            send((Runnable) () -> begin(task));
        }
        return handle;
    }

    private void begin(Task<?> task) {
        begun++;
        TaskRef ref = diagnosis.begin(task, now);
        if (task.handle.begins(ref)) {
            enqueue(task);
        } else {
            cancelNow(ref, task.handle);
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

    /** The end waits for senders that have found it not ended: what they send is received. */
    private void send(Object message) {
        senders.incrementAndGet();
        try {
            if (ended) {
                throw new RejectedExecutionException("core " + index + " has shut down");
            }
            remote.offer(message);
        } finally {
            senders.decrementAndGet();
        }
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

    /** How many polls there have been; from another thread, some time ago. */
    public long polls() {
        return polls;
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
            while (!ending) {
                turn();
            }
        } catch (Throwable broken) {
            System.getLogger("dev.rouse.runtime").log(System.Logger.Level.ERROR, "core " + index + " broke", broken);
        } finally {
            end();
            CURRENT.remove();
        }
    }

    /** Its clock, read now: {@link System#nanoTime}, but in simulations. */
    long nanoTime() {
        return clock.getAsLong();
    }

    void turn() throws IOException {
        now = nanoTime();
        diagnosis.turn(now);
        for (int n = BATCH; n > 0; n--) {
            Task<?> task = ready.take();
            if (task == null) {
                break;
            }
            poll(task);
        }
        boolean idle = !receive() && ready.isEmpty();
        if (emptied != null) {
            sayWhetherEmpty();
        }
        look(idle);
    }

    private void look(boolean idle) throws IOException {
        timers.advance(now);
        if (!idle || !ready.isEmpty()) {
            driver.park(0);
            return;
        }
        Thread.interrupted(); // a task's own affair: a selector would not sleep
        sleeping = true;
        try {
            if (remote.isEmpty() && !ending) {
                driver.park(diagnosis.atMost(timers.untilNext(nanoTime())));
            }
        } finally {
            sleeping = false;
        }
        now = nanoTime();
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
            Objects.requireNonNull(answer, "poll() returned null: it returns Poll.pending() or Poll.ready()");
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
     * @param fate fired by a wake that comes after the task was ready, and has cleared its slots
     * @return whether it was ready, and has ended
     */
    <T extends @Nullable Object> boolean audit(Task<T> task, Context looking, Fate fate) {
        Future<T> future = task.future;
        if (future == null) {
            return false;
        }
        task.state &= Task.EVER | Task.RAW;
        task.budget = BUDGET;
        current = task;
        polls++;
        fateOfAudit = fate;
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
        } finally {
            fateOfAudit = null;
        }
    }

    @Nullable Fate fateOfAudit() {
        return fateOfAudit;
    }

    /** The budget of a poll is used up: the task waits for its next turn. */
    void exhausted(Task<?> task) {
        if (task.budget == 0) {
            diagnosis.exhausted(task);
        }
        task.state |= Task.ARMED | Task.EVER;
        task.wake();
    }

    void cancel(TaskRef ref, JoinHandle<?> handle) {
        if (Thread.currentThread() == thread && current == null) {
            cancelNow(ref, handle);
            return;
        }
        try {
            send((Runnable) () -> cancelNow(ref, handle));
        } catch (RejectedExecutionException e) {
            if (ref.isLost()) {
                handle.fail(new CancellationException());
            } // all others are cancelled by the core's end
        }
    }

    /** A task that was lost is there no more; those who wait for it are. */
    private void cancelNow(TaskRef ref, JoinHandle<?> handle) {
        Task<?> task = ref.get();
        if (task != null) {
            cancelNow(task);
        } else if (!handle.isDone()) {
            handle.fail(new CancellationException());
        }
    }

    private void cancelNow(Task<?> task) {
        if (task.future != null) {
            fail(task, new CancellationException());
        }
    }

    /**
     * Completes once this core has no task, with the number of those that have begun on it.
     *
     * @throws RejectedExecutionException when the core has shut down
     */
    CompletableFuture<Long> empties() {
        CompletableFuture<Long> empty = new CompletableFuture<>();
        send((Runnable) () -> emptied = empty);
        return empty;
    }

    private void sayWhetherEmpty() {
        CompletableFuture<Long> asked = emptied;
        if (asked != null && !diagnosis.hasTasks()) {
            emptied = null;
            asked.complete(begun);
        }
    }

    void shutdown() {
        ending = true;
        driver.unpark();
    }

    boolean hasEnded() {
        return ended;
    }

    boolean isEmptying() {
        return emptied != null;
    }

    /** On its thread, last. What was sent too late is run, so that nobody waits for it in vain. */
    private void end() {
        ended = true;
        do {
            receive();
            diagnosis.pending().forEach(this::cancelNow);
        } while (senders.get() > 0 || !remote.isEmpty() || diagnosis.hasTasks());
        sayWhetherEmpty();
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
