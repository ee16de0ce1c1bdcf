package dev.rouse.acceptance.suspended;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineScope;
import reactor.core.publisher.Mono;

/** What waits for ever, or for long, on purpose. */
final class Idlers {
    private static final int CONSUMERS = 40;

    private Idlers() {}

    static void start(CoroutineScope scope, Backend backend) {
        consumers(scope);
        for (int i = 0; i < 10; i++) {
            SuspendedService.start(scope, new Sleeper(i % 2 == 0 ? 10 : 3_600_000, null));
            Mono.never().subscribe();
            Mono.create(sink -> {}).subscribe();
        }
        daemon("keeper", () -> BuildersKt.runBlocking(EmptyCoroutineContext.INSTANCE, new Keeper(null)));
    }

    /** Most have nothing to do after their first event; every eighth is busy. */
    private static void consumers(CoroutineScope scope) {
        List<Queue<Runnable>> waiting = new ArrayList<>();
        for (int i = 0; i < CONSUMERS; i++) {
            Queue<Runnable> events = new ConcurrentLinkedQueue<>();
            waiting.add(events);
            SuspendedService.start(scope, new Consumer(events, null));
            Queue<Runnable> sinks = new ConcurrentLinkedQueue<>();
            waiting.add(sinks);
            Mono.create(sink -> sinks.add(sink::success)).repeat().subscribe();
        }
        daemon("events", () -> send(waiting));
    }

    private static void send(List<Queue<Runnable>> waiting) {
        for (int i = 0; !Input.hasEnded(); i++) {
            int to = i % waiting.size();
            Runnable event = i < waiting.size() || to < waiting.size() / 8
                    ? waiting.get(to).poll()
                    : null;
            if (event != null) {
                event.run();
            }
            java.util.concurrent.locks.LockSupport.parkNanos(500_000);
        }
    }

    private static void daemon(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private interface Work {
        void run() throws InterruptedException;
    }
}
