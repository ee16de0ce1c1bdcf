package dev.rouse.engine.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in code: {@code class.method(File:line)} on the JVM, {@code file:line} in Rust.
 *
 * @param name the place as it is printed; equal places have equal names
 */
public record Site(String name) {

    /** The site of one frame; one without a class is a line outside the JVM. */
    public static Site of(StackTraceElement frame) {
        if (frame.getClassName().isEmpty()) {
            return new Site(frame.getFileName() + ":" + frame.getLineNumber());
        }
        StringBuilder text = new StringBuilder(frame.getClassName()).append('.').append(frame.getMethodName());
        String file = frame.getFileName();
        text.append('(').append(file == null ? "Unknown Source" : file);
        if (file != null && frame.getLineNumber() >= 0) {
            text.append(':').append(frame.getLineNumber());
        }
        return new Site(text.append(')').toString());
    }

    /**
     * The site of a stack: its innermost frame outside the JDK and Rouse's own runtime, or outside the JDK, or its
     * innermost frame when the JDK alone is on it. The class that the JVM makes for a lambda is passed over: it has
     * another name in each run.
     *
     * @return null for an empty stack
     */
    public static @Nullable Site of(List<StackTraceElement> stack) {
        StackTraceElement ours = null;
        for (StackTraceElement frame : stack) {
            if (!isJdk(frame.getClassName()) && !frame.getClassName().contains("$$Lambda")) {
                if (!isRuntime(frame.getClassName())) {
                    return of(frame);
                }
                ours = ours == null ? frame : ours;
            }
        }
        return ours != null ? of(ours) : stack.isEmpty() ? null : of(stack.get(0));
    }

    /** Whether it is a line outside the JVM, {@code file:line}. */
    public boolean isOutsideTheJvm() {
        int colon = name.lastIndexOf(':');
        return colon > 0
                && name.indexOf('(') < 0
                && name.length() > colon + 1
                && name.chars().skip(colon + 1L).allMatch(Character::isDigit);
    }

    /** Whether a class belongs to Rouse's own runtime, by its name: its leaves' users are the ones to look at. */
    public static boolean isRuntime(String className) {
        return className.startsWith("dev.rouse.runtime.");
    }

    /** Whether a class belongs to the JDK, by its name. */
    public static boolean isJdk(String className) {
        return className.startsWith("java.")
                || className.startsWith("javax.")
                || className.startsWith("jdk.")
                || className.startsWith("sun.")
                || className.startsWith("com.sun.");
    }

    /**
     * Written out, since the JDK's own for records would hold on to the agent after it has left: a static method handle
     * in {@code java.lang.runtime.ObjectMethods} remembers the last record that was linked (softly since JDK-8078641).
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Site site && name.equals(site.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
