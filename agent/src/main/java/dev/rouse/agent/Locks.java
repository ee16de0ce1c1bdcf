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

    /** Id of the thread that owns what this one parks for; 0 when nobody does. */
    long holder(Thread waiting) {
        return owner(LockSupport.getBlocker(waiting));
    }

    @SuppressWarnings("deprecation") // threadId is not there on 17
    private long owner(@Nullable Object synchronizer) {
        if (owner == null || !(synchronizer instanceof AbstractOwnableSynchronizer)) {
            return 0;
        }
        try {
            Thread holder = (Thread) owner.get(synchronizer);
            return holder == null ? 0 : holder.getId();
        } catch (IllegalAccessException e) {
            return 0;
        }
    }
}
