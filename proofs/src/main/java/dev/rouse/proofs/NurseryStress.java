package dev.rouse.proofs;

import dev.rouse.probe.Nursery;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Registrations that are swept as they are added. The nursery is one for the whole JVM and for all states of a test,
 * and one thread sweeps at a time, so sweeps take a lock here as the sweeper's own thread does without. An actor goes
 * through thousands of states in a row, more than the nursery takes between two sweeps, so it sweeps now and then
 * itself.
 */
@JCStressTest
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Each registration was seen once.")
@Outcome(id = "0, .*", expect = Expect.FORBIDDEN, desc = "The first registration was lost below the budget.")
@Outcome(id = ".*, 0", expect = Expect.FORBIDDEN, desc = "The second registration was lost below the budget.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A registration was seen twice.")
@State
public class NurseryStress {
    private final Registration first = new Registration();
    private final Registration second = new Registration();

    /** So many states of two registrations each are a quarter of the nursery's budget. */
    private static final int MANY = 2_000;

    /** The host's own, of which there is one at a time. */
    private static int hosted;

    private static final class Registration {
        int seen;
    }

    @Actor
    public void host() {
        if (++hosted % MANY == 0) {
            sweep();
        }
        Nursery.add(first);
        Nursery.add(second);
    }

    @Actor
    public void sweeper() {
        sweep();
    }

    @Arbiter
    public void look(II_Result result) {
        sweep();
        result.r1 = first.seen;
        result.r2 = second.seen;
    }

    private static void sweep() {
        synchronized (Nursery.class) {
            Nursery.sweep(registration -> ((Registration) registration).seen++);
        }
    }
}
