package dev.rouse.agent;

import dev.rouse.engine.model.Site;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stacks written by hand, innermost frame first, each frame as {@code package.Type.method}. */
final class Stacks {
    static final String[] PARK = {"jdk.internal.misc.Unsafe.park", "java.util.concurrent.locks.LockSupport.park"};

    static final String[] CONDITION_AWAIT = {
        "jdk.internal.misc.Unsafe.park",
        "java.util.concurrent.locks.LockSupport.park",
        "java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject.await"
    };

    static final String[] OBJECT_WAIT = {"java.lang.Object.wait", "java.lang.Object.wait"};

    private Stacks() {}

    static List<StackTraceElement> of(String[] innermost, String... frames) {
        List<StackTraceElement> stack = new ArrayList<>();
        for (String frame : innermost) {
            stack.add(frame(frame, stack.isEmpty() ? -2 : 100));
        }
        for (String frame : frames) {
            stack.add(frame(frame, 10 + stack.size()));
        }
        return stack;
    }

    /** A line of -2 marks a native method. */
    private static StackTraceElement frame(String text, int line) {
        int dot = text.lastIndexOf('.');
        String type = text.substring(0, dot);
        String file = type.substring(type.lastIndexOf('.') + 1).replaceAll("\\$.*", "") + ".java";
        return new StackTraceElement(type, text.substring(dot + 1), file, line);
    }

    /** The site of the frame that {@link #of} made of this text. */
    static Site siteOf(List<StackTraceElement> stack, String text) {
        for (StackTraceElement frame : stack) {
            if (text.equals(frame.getClassName() + '.' + frame.getMethodName())) {
                return Site.of(frame);
            }
        }
        throw new IllegalArgumentException("no frame " + text + " in " + stack);
    }

    /** Finds a class by name as {@link Types} does, but only where the class loader of the tests has it. */
    static @Nullable Class<?> type(String name) {
        try {
            return Class.forName(name, false, Stacks.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return null;
        }
    }
}
