package dev.rouse.heap.hprof;

import org.jspecify.annotations.Nullable;

/**
 * One frame of a thread of the dump.
 *
 * @param classId of the class that declares the method; 0 when unknown
 * @param signature of the method, as the JVM has it
 * @param line as HPROF has it: 0 or less is unknown, -3 is a native method
 */
public record HeapFrame(
        long classId,
        String type,
        String method,
        String signature,
        @Nullable String file,
        int line) {
    static final HeapFrame UNKNOWN = new HeapFrame(0, "?", "?", "()V", null, -1);
    private static final int NATIVE_LINE = -2;
    private static final int NATIVE = -3;

    public boolean is(String itsType, String itsMethod) {
        return type.equals(itsType) && method.equals(itsMethod);
    }

    public boolean isNative() {
        return line == NATIVE;
    }

    /** The class and the method, without the line. */
    public String call() {
        return type + '.' + method;
    }

    public StackTraceElement element() {
        return new StackTraceElement(type, method, file, line > 0 ? line : isNative() ? NATIVE_LINE : -1);
    }
}
