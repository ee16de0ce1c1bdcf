package dev.rouse.runtime;

import org.jspecify.annotations.Nullable;

/** A context on no core, and at once its waker, that tells a watch all that is done with it. */
final class Watched extends Context implements Waker {
    private final PollWatch watch;

    Watched(PollWatch watch) {
        this.watch = watch;
    }

    @Override
    public void wake() {
        watch.woken();
    }

    @Override
    void fire() {
        watch.woken();
    }

    @Override
    public Waker waker() {
        watch.asked();
        return this;
    }

    @Override
    Waker wakerForSlot() {
        watch.asked();
        return this;
    }

    @Override
    void kept() {
        watch.kept();
    }

    @Override
    public Core core() {
        throw new IllegalStateException("polled on no core: spawn this future on a Runtime");
    }

    @Override
    public void progress(long amount) {
        watch.progressed(amount);
    }

    @Override
    public boolean spend() {
        return watch.spend();
    }

    @Override
    @Nullable Task<?> task() {
        return null;
    }
}
