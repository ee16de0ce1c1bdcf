package dev.rouse.proofs;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.sync.Semaphore;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A permit of a {@link Semaphore} that is handed over while somebody comes or goes. */
public class SemaphoreStress {
    private SemaphoreStress() {}

    /** The head of the line gives up as it is served: the next is woken, and gets the permit. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The next was woken, and has the permit.")
    @Outcome(
            id = "0, .*",
            expect = Expect.FORBIDDEN,
            desc = "The next was not woken: the permit went with the one dropped.")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "The next was woken, and there is no permit.")
    @State
    public static class ReleaseAndDrop {
        private final Semaphore semaphore = new Semaphore(1);
        private final Semaphore.Permit held = semaphore.tryAcquire().orElseThrow();
        private final Future<Semaphore.Permit> dropped = semaphore.acquire();
        private final Future<Semaphore.Permit> next = semaphore.acquire();
        private volatile boolean woken;

        public ReleaseAndDrop() {
            dropped.poll(Context.of(() -> {}));
            next.poll(Context.of(() -> woken = true));
        }

        @Actor
        public void release() {
            held.close();
        }

        @Actor
        public void giveUp() {
            dropped.drop();
        }

        @Arbiter
        public void look(II_Result result) {
            result.r1 = woken ? 1 : 0;
            result.r2 = next.poll(Context.of(() -> {})).isReady() ? 1 : 0;
        }
    }

    /** One comes, and enters the line or not, as the permit is given back. */
    @JCStressTest
    @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "It had the permit at once.")
    @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "It was pending, is woken, and has the permit then.")
    @Outcome(
            id = "1, 1",
            expect = Expect.ACCEPTABLE,
            desc = "It entered the line, and was served before it looked again.")
    @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "It was pending, and its wake is lost.")
    @Outcome(id = "-1, .*", expect = Expect.FORBIDDEN, desc = "The permit is lost.")
    @State
    public static class ReleaseAndCome {
        private final Semaphore semaphore = new Semaphore(1);
        private final Semaphore.Permit held = semaphore.tryAcquire().orElseThrow();
        private final Future<Semaphore.Permit> coming = semaphore.acquire();
        private volatile boolean woken;

        @Actor
        public void release() {
            held.close();
        }

        @Actor
        public void come(II_Result result) {
            Poll<Semaphore.Permit> answer = coming.poll(Context.of(() -> woken = true));
            result.r1 = answer.isReady() ? 1 : 0;
        }

        @Arbiter
        public void look(II_Result result) {
            result.r2 = woken ? 1 : 0;
            if (result.r1 == 0 && !coming.poll(Context.of(() -> {})).isReady()) {
                result.r1 = -1;
            }
        }
    }

    /** The only one in line goes, as another comes and the permit is given back: it is not left over unseen. */
    @JCStressTest
    @Outcome(
            id = "1, 1",
            expect = Expect.ACCEPTABLE,
            desc = "Who came has the permit, or can have it, having been told.")
    @Outcome(id = "0, .*", expect = Expect.FORBIDDEN, desc = "Who came waits, and was not told.")
    @Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "The permit is lost.")
    @State
    public static class ReleaseDropAndCome {
        private final Semaphore semaphore = new Semaphore(1);
        private final Semaphore.Permit held = semaphore.tryAcquire().orElseThrow();
        private final Future<Semaphore.Permit> dropped = semaphore.acquire();
        private final Future<Semaphore.Permit> coming = semaphore.acquire();
        private volatile boolean told;

        public ReleaseDropAndCome() {
            dropped.poll(Context.of(() -> {}));
        }

        @Actor
        public void release() {
            held.close();
        }

        @Actor
        public void giveUp() {
            dropped.drop();
        }

        @Actor
        public void come(II_Result result) {
            boolean ready = coming.poll(Context.of(() -> told = true)).isReady();
            result.r1 = ready ? 1 : 0;
            result.r2 = result.r1;
        }

        @Arbiter
        public void look(II_Result result) {
            if (result.r2 == 0) {
                result.r1 = told ? 1 : 0;
                result.r2 = coming.poll(Context.of(() -> {})).isReady() ? 1 : 0;
            }
        }
    }
}
