package dev.rouse.testkit.contract;

import org.jspecify.annotations.Nullable;

/**
 * What is asked of a future, and how far.
 *
 * @param depth steps of the longest ordering; 0 for the default
 * @param selfWakes so many in a row with nothing moved break a rule
 * @param repeats whether it may be ready again after it was
 * @param readiesOne whether each event lets one future go on, and no more
 * @param onOneCore whether events come between polls alone
 * @param only the one rule to look at; null for all
 */
record Options(
        int depth,
        int selfWakes,
        boolean repeats,
        boolean readiesOne,
        boolean onOneCore,
        @Nullable Rule only) {
    /** More self-wakes than any leaf makes that yields a few times to back off. */
    static final Options DEFAULT = new Options(0, 64, false, false, false, null);

    private static final int DEPTH = 5;
    private static final int DEPTH_OF_SEVERAL = 4;

    Options withDepth(int steps) {
        return new Options(steps, selfWakes, repeats, readiesOne, onOneCore, only);
    }

    Options withSelfWakes(int most) {
        return new Options(depth, most, repeats, readiesOne, onOneCore, only);
    }

    Options withRepeats() {
        return new Options(depth, selfWakes, true, readiesOne, onOneCore, only);
    }

    Options withReadiesOne() {
        return new Options(depth, selfWakes, repeats, true, onOneCore, only);
    }

    Options withOneCore() {
        return new Options(depth, selfWakes, repeats, readiesOne, true, only);
    }

    Options withOnly(Rule rule) {
        return new Options(depth, selfWakes, repeats, readiesOne, onOneCore, rule);
    }

    int depthFor(int futures) {
        if (depth > 0) {
            return depth;
        }
        return futures > 1 ? DEPTH_OF_SEVERAL : DEPTH;
    }

    boolean counts(Rule rule) {
        return only == null || only == rule;
    }

    boolean allows(Step step) {
        return !onOneCore || !step.kind().needsTwoThreads();
    }
}
