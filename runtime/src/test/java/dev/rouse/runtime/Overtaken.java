package dev.rouse.runtime;

import java.util.concurrent.CountDownLatch;

/** A bell that ends before its wake, which is still on its way then: its core judges nobody until that has come. */
final class Overtaken extends Bell {
    private final CountDownLatch woken = new CountDownLatch(1);

    @Override
    public void drop() {
        super.drop();
        Held.until(woken);
    }

    void fireLate() {
        slot.fire();
        woken.countDown();
    }
}
