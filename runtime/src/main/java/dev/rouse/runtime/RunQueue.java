package dev.rouse.runtime;

import org.jspecify.annotations.Nullable;

/** The tasks that are ready, first in first out; one thread's own. A slot is cleared when its task is taken. */
final class RunQueue {
    private @Nullable Task<?>[] slots = new Task<?>[1024];

    /** Positions only grow, and wrap round the array: so they also date what was queued. */
    private int head;

    private int tail;

    void add(Task<?> task) {
        @Nullable Task<?>[] all = slots;
        all[tail & (all.length - 1)] = task;
        tail++;
        if (tail - head == all.length) {
            grow();
        }
    }

    private void grow() {
        @Nullable Task<?>[] larger = new Task<?>[slots.length * 2];
        for (int i = head; i != tail; i++) {
            larger[i & (larger.length - 1)] = slots[i & (slots.length - 1)];
        }
        slots = larger;
    }

    @Nullable Task<?> take() {
        if (head == tail) {
            return null;
        }
        int i = head & (slots.length - 1);
        Task<?> task = slots[i];
        slots[i] = null;
        head++;
        return task;
    }

    boolean isEmpty() {
        return head == tail;
    }

    int size() {
        return tail - head;
    }

    int head() {
        return head;
    }

    int tail() {
        return tail;
    }
}
