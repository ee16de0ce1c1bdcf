package dev.rouse.testkit.contract;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A check of a hand-written future against the waker contract. It makes the future anew for each ordering of polls,
 * events, wakes and drops up to a depth, shortest first, so what it tells is a shortest sequence that breaks a rule.
 *
 * <pre>{@code
 * Contract.of(() -> {
 *     Doorbell bell = new Doorbell();
 *     return Subject.of(bell).completes("ring", bell::ring);
 * }).check();
 * }</pre>
 *
 * <p>An event inside a poll, and a poll inside a wake, run on a second thread while the first waits; when they need a
 * lock that the first one holds, the first goes on and they come after it, as they would in a service. So leaves with
 * and without locks are checked alike. Memory order is not: one thread runs at a time, which hides a missing volatile.
 */
public final class Contract {
    private final Supplier<Subject> factory;
    private final Options options;

    private Contract(Supplier<Subject> factory, Options options) {
        this.factory = factory;
        this.options = options;
    }

    /** @param factory makes a subject that shares nothing with those made before */
    public static Contract of(Supplier<Subject> factory) {
        return new Contract(factory, Options.DEFAULT);
    }

    /**
     * Tries all orderings of up to so many steps; 5 by default, 4 with several futures. One more takes some five times
     * as long.
     */
    public Contract depth(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("depth(" + steps + "): an ordering has at least 1 step");
        }
        return new Contract(factory, options.withDepth(steps));
    }

    /** Allows the future to be ready again when it is polled after its end. By default that breaks rule 8. */
    public Contract repeats() {
        return new Contract(factory, options.withRepeats());
    }

    /** Each event lets one future be ready: two that are ready after one event have been given one value twice. */
    public Contract readiesOne() {
        return new Contract(factory, options.withReadiesOne());
    }

    /** Events come on the core that polls, so never inside a poll: for leaves on a {@code LocalWakerSlot}. */
    public Contract onOneCore() {
        return new Contract(factory, options.withOneCore());
    }

    /** Lets a future wake itself fewer than so many times in a row with nothing moved; 64 by default. */
    public Contract selfWakes(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("selfWakes(" + most + "): at least 1");
        }
        return new Contract(factory, options.withSelfWakes(most));
    }

    /** Looks at this rule alone: one test for each rule shows all that are broken. */
    public Contract only(Rule rule) {
        return new Contract(factory, options.withOnly(rule));
    }

    /** @throws ContractBroken with the rule and the sequence, when some ordering breaks the contract */
    public void check() {
        explore().violation().ifPresent(violation -> {
            throw new ContractBroken(violation);
        });
    }

    /** Tries the orderings, and tells what came of it. */
    public Exploration explore() {
        try (Elsewhere elsewhere = new Elsewhere()) {
            return new Search(factory, options, elsewhere).run();
        }
    }

    /**
     * What came of trying the orderings.
     *
     * @param violation the first one found; empty when no rule is broken
     * @param orderings how many were tried
     * @param partial whether something could not be told: a collector that may not be asked leaves kept wakers unseen
     */
    public record Exploration(Optional<Violation> violation, int orderings, boolean partial) {}
}
