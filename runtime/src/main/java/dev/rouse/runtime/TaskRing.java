package dev.rouse.runtime;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tasks of a core that have not ended, each by its weak reference alone; the core's own. */
final class TaskRing {
    private @Nullable TaskRef first;
    private @Nullable TaskRef cursor;
    private int size;

    void add(TaskRef ref) {
        ref.after = first;
        if (first != null) {
            first.before = ref;
        }
        first = ref;
        size++;
    }

    /** Takes one out; nothing when it is not in. */
    void remove(TaskRef ref) {
        if (ref != first && ref.before == null) {
            return;
        }
        TaskRef before = ref.before;
        TaskRef after = ref.after;
        if (cursor == ref) {
            cursor = after;
        }
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after != null) {
            after.before = before;
        }
        ref.before = null;
        ref.after = null;
        size--;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The next ones round the ring, so many at most. What is called may take out any. */
    void visit(int many, Consumer<TaskRef> visitor) {
        int rest = Math.min(many, size);
        while (rest-- > 0 && first != null) {
            TaskRef ref = cursor == null ? first : cursor;
            cursor = ref.after;
            visitor.accept(ref);
        }
    }
}
