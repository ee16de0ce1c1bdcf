package dev.rouse.acceptance.late;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A heartbeat and a report on one ScheduledExecutorService: of one thread, or of two. */
@SuppressWarnings("FutureReturnValueIgnored") // as its users do
final class ScheduledBeats {
    private ScheduledBeats() {}

    static void start(boolean held) {
        ScheduledExecutorService timer = Executors.newScheduledThreadPool(held ? 1 : 2);
        timer.scheduleWithFixedDelay(LateService::longWork, 100, 300, TimeUnit.MILLISECONDS);
        timer.scheduleAtFixedRate(() -> {}, 50, 100, TimeUnit.MILLISECONDS);
    }
}
