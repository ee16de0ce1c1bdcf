package dev.rouse.engine.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stacks counted as flame graphs want them: outermost frame first, joined by semicolons, each with its weight. Bounded:
 * a stack that finds no room is counted under {@link #OTHERS}.
 */
public final class FoldedStacks {
    /** Some 2 MB at 1 KB each. */
    private static final int MOST = 2_000;

    static final String OTHERS = "[others]";

    private final Map<String, Long> weights = new LinkedHashMap<>();

    void add(List<StackTraceElement> stack, long weight) {
        String folded = fold(stack);
        weights.merge(weights.size() < MOST || weights.containsKey(folded) ? folded : OTHERS, weight, Long::sum);
    }

    private static String fold(List<StackTraceElement> stack) {
        List<String> frames = new ArrayList<>(stack.size());
        for (StackTraceElement frame : stack) {
            frames.add((frame.getClassName() + '.' + frame.getMethodName()).replace(';', ':'));
        }
        Collections.reverse(frames);
        return String.join(";", frames);
    }

    /** Weight by folded stack, in the order in which they came. */
    public Map<String, Long> weights() {
        return Collections.unmodifiableMap(weights);
    }
}
