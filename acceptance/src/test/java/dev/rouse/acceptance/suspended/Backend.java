package dev.rouse.acceptance.suspended;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Calls back after two milliseconds; when it is faulty, one callback in forty is dropped. */
final class Backend {
    private final boolean faulty;
    private final ScheduledExecutorService answers = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "backend");
        thread.setDaemon(true);
        return thread;
    });

    Backend(boolean faulty) {
        this.faulty = faulty;
    }

    void ask(int id, Runnable reply) {
        if (!faulty || id % 40 != 39) {
            ScheduledFuture<?> unused = answers.schedule(reply, 2, TimeUnit.MILLISECONDS);
        }
    }
}
