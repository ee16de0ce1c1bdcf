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

    /** Stands between the stack of a waiter and that of its waker. */
    private static final StackTraceElement WOKEN_BY = new StackTraceElement("", "[woken by]", null, -1);

    private final Map<String, Long> weights = new LinkedHashMap<>();
    private final Map<String, Long> growth = new LinkedHashMap<>();

    /** @param stack innermost frame first */
    public void add(List<StackTraceElement> stack, long weight) {
        add(fold(stack), weight);
    }

    /** Adds to a stack that is folded already. */
    public void add(String folded, long weight) {
        String counted = weights.size() < MOST || weights.containsKey(folded) ? folded : OTHERS;
        weights.merge(counted, weight, Long::sum);
        growth.merge(counted, weight, Long::sum);
    }

    /**
     * Outermost frame first, joined by semicolons. Line numbers are left out, and the frames of the classes that the
     * JVM makes for lambdas, which have other names in each run.
     */
    public static String fold(List<StackTraceElement> stack) {
        List<String> frames = new ArrayList<>(stack.size());
        for (StackTraceElement frame : stack) {
            String type = frame.getClassName();
            if (!type.contains("$$Lambda")) {
                String name = type.isEmpty() ? frame.getMethodName() : type + '.' + frame.getMethodName();
                frames.add(name.replace(';', ':'));
            }
        }
        Collections.reverse(frames);
        return String.join(";", frames);
    }

    /**
     * One stack of two, so that folded they meet in the middle: the waiter from its outermost frame in, a separator,
     * and its waker from the innermost frame out.
     *
     * @param waiter innermost frame first
     * @param waker innermost frame first
     */
    public static List<StackTraceElement> joined(List<StackTraceElement> waiter, List<StackTraceElement> waker) {
        List<StackTraceElement> joined = new ArrayList<>(waker);
        Collections.reverse(joined);
        joined.add(WOKEN_BY);
        joined.addAll(waiter);
        return joined;
    }

    /** Weight by folded stack, in the order in which they came. */
    public Map<String, Long> weights() {
        return Collections.unmodifiableMap(weights);
    }

    /** What has been added since the last call. */
    public Map<String, Long> takeGrowth() {
        Map<String, Long> taken = new LinkedHashMap<>(growth);
        growth.clear();
        return taken;
    }
}
