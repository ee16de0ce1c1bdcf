package dev.rouse.runtime.sync;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Waker;
import java.util.concurrent.atomic.AtomicInteger;

/** A waker that counts, and its context. */
public final class Wakes implements Waker {
    private final AtomicInteger count = new AtomicInteger();
    private final Context context = Context.of(this);

    @Override
    public void wake() {
        count.incrementAndGet();
    }

    public int count() {
        return count.get();
    }

    public Context context() {
        return context;
    }
}
