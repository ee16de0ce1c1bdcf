package dev.rouse.agent;

import dev.rouse.engine.model.Site;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an executor's only thread stands in, while tasks wait for it. Only a thread that itself waits for something is
 * said to be held: one that computes may be on its hundredth task since.
 */
final class Holders {
    private static final int DEPTH = 256;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    /** The line that holds the thread; null when it computes, or is idle at its queue or selector. */
    @Nullable Site of(Thread thread, Object executor) {
        ThreadInfo info = threads.getThreadInfo(ThreadIds.of(thread), DEPTH);
        if (info == null) {
            return null;
        }
        List<StackTraceElement> stack = Arrays.asList(info.getStackTrace());
        boolean stands = info.getThreadState() != Thread.State.RUNNABLE || isInNative(stack);
        return stands ? in(stack, family(executor.getClass().getName())) : null;
    }

    /** The innermost frame that is neither the JDK's nor of the executor's own library. */
    static @Nullable Site in(List<StackTraceElement> stack, String family) {
        for (StackTraceElement frame : stack) {
            String type = frame.getClassName();
            if (!Site.isJdk(type) && !type.startsWith(family) && !type.contains("$$Lambda")) {
                return Site.of(frame);
            }
        }
        return null;
    }

    private static boolean isInNative(List<StackTraceElement> stack) {
        return !stack.isEmpty()
                && stack.get(0).isNativeMethod()
                && stack.stream().noneMatch(frame -> frame.getClassName().equals("sun.nio.ch.SelectorImpl"));
    }

    /** The first two parts of a class's package. */
    static String family(String className) {
        int first = className.indexOf('.');
        int second = first < 0 ? -1 : className.indexOf('.', first + 1);
        return second < 0 ? className : className.substring(0, second + 1);
    }
}
