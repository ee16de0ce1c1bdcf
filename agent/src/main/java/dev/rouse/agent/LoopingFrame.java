package dev.rouse.agent;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The deepest frame that all samples of a thread have in common: the frames outside it stay on their lines, within it
 * the line may move.
 *
 * @param stack from this frame outwards
 * @param inside the classes of all frames that samples had inside it
 * @param samples how many
 */
record LoopingFrame(List<StackTraceElement> stack, Set<String> inside, int samples) {
    private static final Set<String> SHORT = Set.of(
            "poll",
            "peek",
            "isEmpty",
            "offer",
            "take",
            "read",
            "available",
            "wrap",
            "unwrap",
            "epollWait",
            "epollWait0");

    LoopingFrame {
        stack = List.copyOf(stack);
        inside = Set.copyOf(inside);
    }

    /**
     * @param samples stacks, innermost frame first
     * @return null when they have no frame in common
     */
    static @Nullable LoopingFrame of(List<List<StackTraceElement>> samples) {
        if (samples.isEmpty()) {
            return null;
        }
        int common = common(samples);
        if (common == 0) {
            return null;
        }
        Set<String> inside = new HashSet<>();
        for (List<StackTraceElement> sample : samples) {
            for (StackTraceElement frame : sample.subList(0, sample.size() - common)) {
                inside.add(frame.getClassName());
            }
        }
        List<StackTraceElement> last = samples.get(samples.size() - 1);
        return new LoopingFrame(
                new ArrayList<>(last.subList(last.size() - common, last.size())), inside, samples.size());
    }

    /** How many frames, counted from the outermost. */
    private static int common(List<List<StackTraceElement>> samples) {
        for (int i = 0; ; i++) {
            StackTraceElement first = fromOutside(samples.get(0), i);
            boolean sameLine = true;
            for (List<StackTraceElement> sample : samples) {
                StackTraceElement frame = fromOutside(sample, i);
                if (first == null || frame == null || !isSameMethod(first, frame)) {
                    return i;
                }
                sameLine &= first.getLineNumber() == frame.getLineNumber();
            }
            if (!sameLine) {
                return i + 1;
            }
        }
    }

    private static @Nullable StackTraceElement fromOutside(List<StackTraceElement> stack, int i) {
        return i < stack.size() ? stack.get(stack.size() - 1 - i) : null;
    }

    private static boolean isSameMethod(StackTraceElement one, StackTraceElement other) {
        return one.getClassName().equals(other.getClassName())
                && one.getMethodName().equals(other.getMethodName());
    }

    StackTraceElement frame() {
        return stack.get(0);
    }

    /** The frames that live on. Of a short call all samples may stand at the same line, and yet it comes back. */
    List<StackTraceElement> alive() {
        int from = 0;
        while (from < stack.size() && SHORT.contains(stack.get(from).getMethodName())) {
            from++;
        }
        return stack.subList(from, stack.size());
    }

    /** The classes of all frames of all samples. */
    Set<String> classes() {
        Set<String> all = new HashSet<>(inside);
        stack.forEach(frame -> all.add(frame.getClassName()));
        return all;
    }
}
