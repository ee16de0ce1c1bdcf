package dev.rouse.acceptance.late;

import io.netty.util.HashedWheelTimer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Timeouts of Netty's HashedWheelTimer, one of which does long work: on the wheel's only thread, or elsewhere. */
final class WheelBeats {
    private final HashedWheelTimer wheel = new HashedWheelTimer(10, TimeUnit.MILLISECONDS);
    private final ExecutorService elsewhere = Executors.newSingleThreadExecutor();
    private final boolean held;

    private WheelBeats(boolean held) {
        this.held = held;
    }

    static void start(boolean held) {
        WheelBeats beats = new WheelBeats(held);
        beats.report();
        beats.beat();
    }

    private void report() {
        wheel.newTimeout(
                timeout -> {
                    if (held) {
                        LateService.longWork();
                    } else {
                        elsewhere.execute(LateService::longWork);
                    }
                    report();
                },
                300,
                TimeUnit.MILLISECONDS);
    }

    private void beat() {
        wheel.newTimeout(timeout -> beat(), 50, TimeUnit.MILLISECONDS);
    }
}
