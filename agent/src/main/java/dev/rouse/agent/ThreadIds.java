package dev.rouse.agent;

import java.lang.reflect.Field;

/**
 * Reads the identity of a thread from its field: getId may be overridden by the host, and threadId is not there on 17.
 */
final class ThreadIds {
    private static final Field TID = field();

    private ThreadIds() {}

    private static Field field() {
        try {
            Field field = Thread.class.getDeclaredField("tid");
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK keeps no thread id in Thread.tid", e);
        }
    }

    static long of(Thread thread) {
        try {
            return TID.getLong(thread);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("Thread.tid is closed to us", e);
        }
    }
}
