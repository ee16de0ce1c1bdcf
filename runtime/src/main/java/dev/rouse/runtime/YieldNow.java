package dev.rouse.runtime;

import org.jspecify.annotations.Nullable;

/** Ready on its second poll: the tasks that are queued get their turn between. It counts as progress. */
final class YieldNow implements Future<@Nullable Void> {
    private boolean yielded;

    @Override
    public Poll<@Nullable Void> poll(Context context) {
        if (yielded) {
            return Poll.ready();
        }
        yielded = true;
        context.progress(1);
        context.waker().wake();
        return Poll.pending();
    }
}
