package dev.rouse.agent;

import java.lang.reflect.Field;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Who holds the lock that a thread parks for: for virtual threads the JDK itself does not tell. */
final class Locks {
    private final @Nullable Field owner = ownerField();

    private static @Nullable Field ownerField() {
        try {
            Field field = AbstractOwnableSynchronizer.class.getDeclaredField("exclusiveOwnerThread");
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    /** The thread that owns what this one parks for; null when nobody does. */
    @Nullable Thread holder(Thread waiting) {
        Object synchronizer = LockSupport.getBlocker(waiting);
        if (owner == null || !(synchronizer instanceof AbstractOwnableSynchronizer)) {
            return null;
        }
        try {
            return (Thread) owner.get(synchronizer);
        } catch (IllegalAccessException e) {
            return null;
        }
    }
}
