package dev.rouse.runtime;

import org.jspecify.annotations.Nullable;

/** Pending for ever, on purpose: no check of the diagnosis takes its task for a lost one. */
final class Never<T extends @Nullable Object> implements Future<T> {
    @Override
    public Poll<T> poll(Context context) {
        context.waker();
        Task<?> task = context.task();
        if (task != null) {
            task.ref.idle = true;
        }
        return Poll.pending();
    }
}
