package dev.rouse.runtime;

import org.jspecify.annotations.Nullable;

/**
 * What a slot keeps instead of a waker that was cleared while the diagnosis wonders whether its wake was on the way: it
 * wakes nobody, keeps nobody, and notes that it was fired.
 */
final class Fate implements Waker {
    private final @Nullable Fate group;
    private volatile boolean fired;

    /** @param group fired along with this one; null for none */
    Fate(@Nullable Fate group) {
        this.group = group;
    }

    @Override
    public void wake() {
        fired = true;
        if (group != null) {
            group.wake();
        }
    }

    boolean fired() {
        return fired;
    }
}
