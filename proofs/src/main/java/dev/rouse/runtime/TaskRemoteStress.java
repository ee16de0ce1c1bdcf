package dev.rouse.runtime;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.SelectableChannel;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Wakes that reach a core from other threads, and a core that falls asleep. The core is not started: an actor takes its
 * part, in the same steps as {@code Core.receive} and {@code Core.look}; the wakes and the sending are the core's own
 * code. It stands in the runtime's package, for its queue and its flag.
 */
public class TaskRemoteStress {
    private static final VarHandle QUEUE;
    private static final VarHandle SLEEPING;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(Core.class, MethodHandles.lookup());
            QUEUE = lookup.findVarHandle(Core.class, "remote", MpscUnboundedAtomicArrayQueue.class);
            SLEEPING = lookup.findVarHandle(Core.class, "sleeping", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private TaskRemoteStress() {}

    /** Notes that it was to wake its core. */
    private static final class Bell implements IoDriver {
        volatile boolean rung;

        @Override
        public void unpark() {
            rung = true;
        }

        @Override
        public Readiness register(SelectableChannel channel) throws IOException {
            throw new IOException("no sockets here");
        }

        @Override
        public void park(long nanos) {}

        @Override
        public void close() {}
    }

    /** A core that never runs. */
    private static class Still {
        final Bell bell = new Bell();
        final Core core = new Core(0, "still", bell, new Breaches(breach -> {}), false);
        final Task<Object> task = new Task<>(core, context -> Poll.pending(), new JoinHandle<>());

        Object take() {
            return ((MpscUnboundedAtomicArrayQueue<?>) QUEUE.get(core)).relaxedPoll();
        }

        boolean isEmpty() {
            return ((MpscUnboundedAtomicArrayQueue<?>) QUEUE.get(core)).isEmpty();
        }
    }

    /** Two wakes at once. */
    @JCStressTest
    @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The task is queued once for both wakes.")
    @Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "The wakes were lost.")
    @Outcome(id = "2", expect = Expect.FORBIDDEN, desc = "The task is queued twice.")
    @State
    public static class TwoWakes extends Still {
        @Actor
        public void one() {
            task.wake();
        }

        @Actor
        public void other() {
            task.wake();
        }

        @Arbiter
        public void look(I_Result result) {
            while (take() != null) {
                result.r1++;
            }
        }
    }

    /** A second wake as the core takes in the first: its event is seen by the poll that follows, or it queues again. */
    @JCStressTest
    @Outcome(
            id = "1, 0",
            expect = Expect.ACCEPTABLE,
            desc = "The poll saw the event, and the wake was one with the first.")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The poll saw the event, and there will be one poll more.")
    @Outcome(
            id = "0, 1",
            expect = Expect.ACCEPTABLE,
            desc = "The poll came before the event, and there will be another.")
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "The poll came before the event, and the wake is lost.")
    @State
    public static class WakeAndTakeIn extends Still {
        private volatile boolean event;

        public WakeAndTakeIn() {
            task.wake();
        }

        @Actor
        public void waker() {
            event = true;
            task.wake();
        }

        @Actor
        public void core(II_Result result) {
            if (take() == task) {
                task.arrived();
            }
            result.r1 = event ? 1 : 0;
        }

        @Arbiter
        public void look(II_Result result) {
            while (take() != null) {
                result.r2++;
            }
        }
    }

    /** A wake as the core falls asleep: it does not, or it is woken. */
    @JCStressTest
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "The core saw the message, and did not sleep.")
    @Outcome(
            id = "0, 1",
            expect = Expect.ACCEPTABLE,
            desc = "The core saw the message, and was woken for nothing more.")
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The core slept, and was woken.")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "The core sleeps on a message.")
    @State
    public static class WakeAndFallAsleep extends Still {
        @Actor
        public void waker() {
            task.wake();
        }

        @Actor
        public void core(II_Result result) {
            SLEEPING.setVolatile(core, true);
            result.r1 = isEmpty() ? 1 : 0;
        }

        @Arbiter
        public void look(II_Result result) {
            result.r2 = bell.rung ? 1 : 0;
        }
    }
}
