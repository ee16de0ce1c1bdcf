package dev.rouse.proofs;

import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A dependent that is registered while its promise completes is woken: the contract that every verdict leans on. */
@JCStressTest
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "The dependent ran once.")
@Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "The wake-up was lost.")
@Outcome(id = "2", expect = Expect.FORBIDDEN, desc = "The dependent ran twice.")
@State
public class DependentsAreWokenStress {
    private final CompletableFuture<String> promise = new CompletableFuture<>();
    private int runs;

    @Actor
    public void waiter() {
        promise.thenRun(() -> runs++);
    }

    @Actor
    public void waker() {
        promise.complete("done");
    }

    @Arbiter
    public void look(I_Result result) {
        result.r1 = runs;
    }
}
