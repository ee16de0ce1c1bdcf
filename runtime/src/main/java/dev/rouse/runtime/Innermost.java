package dev.rouse.runtime;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * The future inside a future inside a future, as far as fields tell: for a poll that left no stack behind. Where a
 * future holds several others it cannot be told which one is meant, so it stands for them itself.
 */
final class Innermost {
    /** Deeper nests are not looked into. */
    private static final int DEEPEST = 32;

    private Innermost() {}

    static Future<?> of(Future<?> outer) {
        Future<?> future = outer;
        for (int depth = 0; depth < DEEPEST; depth++) {
            Future<?> inner = onlyInner(future);
            if (inner == null) {
                return future;
            }
            future = inner;
        }
        return future;
    }

    private static @Nullable Future<?> onlyInner(Future<?> future) {
        Future<?> only = null;
        for (Class<?> type = future.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                Future<?> inner = inner(field, future);
                if (inner != null && inner != future && inner != only) {
                    if (only != null) {
                        return null;
                    }
                    only = inner;
                }
            }
        }
        return only;
    }

    /** Null where there is none, or where the field's module does not let us look. */
    private static @Nullable Future<?> inner(Field field, Future<?> owner) {
        boolean mayHold =
                !Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive() && field.trySetAccessible();
        if (!mayHold) {
            return null;
        }
        try {
            return field.get(owner) instanceof Future<?> inner ? inner : null;
        } catch (IllegalAccessException e) {
            return null;
        }
    }
}
