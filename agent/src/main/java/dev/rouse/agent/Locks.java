package dev.rouse.agent;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Who holds the lock that a thread parks for: for virtual threads the JDK itself does not tell. Of the readers of a
 * lock the first is named, or the waiting thread itself when it is one: it waits for its own release.
 */
final class Locks {
    private static final String READ_WRITE = "java.util.concurrent.locks.ReentrantReadWriteLock$Sync";
    private static final int READERS = 16;

    private final @Nullable Field owner = ownerField();
    private final Fields fields;

    Locks(Fields fields) {
        this.fields = fields;
    }

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
            Thread writer = (Thread) owner.get(synchronizer);
            return writer == null ? reader(synchronizer, waiting) : writer;
        } catch (IllegalAccessException e) {
            return null;
        }
    }

    private @Nullable Thread reader(Object synchronizer, Thread waiting) {
        boolean read = Fields.isA(synchronizer, READ_WRITE) && fields.number(synchronizer, "state", 0) >> READERS > 0;
        if (!read) {
            return null;
        }
        Thread first = (Thread) fields.get(synchronizer, "firstReader");
        return first != waiting && holds(waiting, fields.get(synchronizer, "readHolds")) ? waiting : first;
    }

    /** Each reader but the first counts its holds in a thread-local; a thread that is parked does not change them. */
    private boolean holds(Thread waiting, @Nullable Object local) {
        if (!(fields.get(fields.get(waiting, "threadLocals"), "table") instanceof Object[] entries)) {
            return false;
        }
        for (Object entry : entries) {
            if (entry instanceof Reference && local != null && isFor(entry, local)) {
                return fields.number(fields.get(entry, "value"), "count", 0) > 0;
            }
        }
        return false;
    }

    @SuppressWarnings("unchecked")
    private static boolean isFor(Object entry, Object local) {
        return ((Reference<Object>) entry).refersTo(local);
    }
}
