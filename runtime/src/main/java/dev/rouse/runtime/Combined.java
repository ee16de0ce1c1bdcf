package dev.rouse.runtime;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The children of one combinator, polled together; once one has failed, or the group is dropped, none is left. */
final class Combined implements Iterable<Child<?>> {
    private final List<Child<?>> children = new ArrayList<>();

    <T extends @Nullable Object> Child<T> add(Future<T> future) {
        Child<T> child = new Child<>(future, null);
        children.add(child);
        return child;
    }

    /** Polls one child; its failure drops the others. */
    <T extends @Nullable Object> Poll<T> poll(Child<T> child, Context context) {
        try {
            return child.poll(context, this);
        } catch (Throwable failure) {
            dropAfter(failure);
            throw failure;
        }
    }

    private void dropAfter(Throwable failure) {
        try {
            drop();
        } catch (Throwable another) {
            if (another != failure) {
                failure.addSuppressed(another);
            }
        }
    }

    /** Drops all that have not ended, also when the drop of one fails. */
    void drop() {
        dropAll(children);
    }

    static void dropAll(Iterable<? extends Child<?>> children) {
        RuntimeException first = null;
        for (Child<?> child : children) {
            try {
                child.drop();
            } catch (RuntimeException failure) {
                first = first == null ? failure : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    @Override
    public Iterator<Child<?>> iterator() {
        return children.iterator();
    }
}
