package dev.rouse.agent;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/** Executors that are one thread each, told by their structure: they keep that thread in a field. */
final class Loops {
    private Loops() {}

    /**
     * Whether an executor serves channels, which all wait behind whatever holds it; to block another executor is
     * commonly what it is there for.
     */
    static boolean servesChannels(@Nullable Object executor) {
        for (Class<?> c = executor == null ? null : executor.getClass(); c != null; c = c.getSuperclass()) {
            for (Class<?> type : c.getInterfaces()) {
                if (type.getSimpleName().endsWith("EventLoop")) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The thread of an executor that has a single one; null when it has none, or several. */
    static @Nullable Thread thread(@Nullable Object executor) {
        Thread found = null;
        for (Class<?> c = executor == null ? null : executor.getClass(); c != null; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (field.getType() == Thread.class && field.trySetAccessible()) {
                    try {
                        found = found == null ? (Thread) field.get(executor) : found;
                    } catch (IllegalAccessException e) {
                        return null;
                    }
                }
            }
        }
        return found;
    }
}
