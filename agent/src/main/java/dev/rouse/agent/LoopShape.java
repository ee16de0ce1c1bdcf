package dev.rouse.agent;

import dev.rouse.engine.model.Site;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a thread came to its loop's waiting place, which tells a handler that the loop has called from other work of a
 * thread that looks at its selector now and then.
 */
final class LoopShape {
    private final List<StackTraceElement> toTheWait;
    private final Set<String> machinery = new HashSet<>();

    /** @param first stack of a turn, innermost frame first, our own hooks' frames included */
    LoopShape(List<StackTraceElement> first) {
        int from = 0;
        while (from < first.size() && isWaiting(first.get(from).getClassName())) {
            from++;
        }
        toTheWait = first.subList(from, first.size());
        StackTraceElement caller = toTheWait.stream()
                .filter(frame -> !Site.isJdk(frame.getClassName()))
                .findFirst()
                .orElse(toTheWait.isEmpty() ? null : toTheWait.get(0));
        if (caller != null) {
            String home = family(caller.getClassName());
            for (StackTraceElement frame : toTheWait) {
                if (family(frame.getClassName()).equals(home)
                        && !frame.getClassName().startsWith("java.lang.")) {
                    machinery.add(frame.getClassName());
                }
            }
        }
    }

    private static boolean isWaiting(String type) {
        return type.startsWith("dev.rouse.probe.")
                || type.startsWith("java.util.concurrent.Rouse")
                || type.startsWith("sun.nio.ch.")
                || type.startsWith("java.nio.");
    }

    /** The first three parts of a package; the JDK is one family. */
    private static String family(String className) {
        return Site.isJdk(className) ? "java" : WaitShape.family(className);
    }

    /**
     * Whether what this stack does was called by the loop. Who merely polls a library's selector, as the thread that
     * asks a message client for its next records, has none of the library on its stack while it does its own work.
     */
    boolean calls(List<StackTraceElement> stack) {
        return stack.stream().anyMatch(frame -> machinery.contains(frame.getClassName()));
    }

    /** Whether the loop's own method sleeps or waits here, with nothing in hand. */
    boolean isItself(List<StackTraceElement> stack) {
        StackTraceElement common = null;
        for (int i = 1; i <= Math.min(stack.size(), toTheWait.size()); i++) {
            StackTraceElement here = stack.get(stack.size() - i);
            StackTraceElement there = toTheWait.get(toTheWait.size() - i);
            if (!same(here, there)) {
                break;
            }
            common = here;
        }
        StackTraceElement innermost = innermost(stack);
        return common != null && innermost != null && same(common, innermost);
    }

    private static boolean same(StackTraceElement a, StackTraceElement b) {
        return a.getClassName().equals(b.getClassName()) && a.getMethodName().equals(b.getMethodName());
    }

    private static @Nullable StackTraceElement innermost(List<StackTraceElement> stack) {
        return stack.stream()
                .filter(frame -> !Site.isJdk(frame.getClassName()))
                .findFirst()
                .orElse(null);
    }

    /** Whether the JVM loads or links a class here: what a first call costs, and no later one. */
    static boolean isFirstCall(List<StackTraceElement> stack) {
        for (StackTraceElement frame : stack) {
            String method = frame.getMethodName();
            if (method.equals("<clinit>")
                    || method.equals("loadClass")
                    || method.startsWith("linkMethodHandle")
                    || method.startsWith("linkCallSite")) {
                return true;
            }
        }
        return false;
    }
}
