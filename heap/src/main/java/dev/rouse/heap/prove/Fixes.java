package dev.rouse.heap.prove;

import dev.rouse.engine.model.Kind;
import java.util.Locale;

/** What to do about a wait that never ends, by what it waits for. */
final class Fixes {
    private Fixes() {}

    static String of(HeapThread thread, Kind kind) {
        if (kind == Kind.DEADLOCK) {
            return "Let no task of a bounded pool wait for another task of that pool: compose the futures, or give the inner"
                    + " tasks a pool of their own.";
        }
        return switch (thread.itsWait().relation()) {
            case OWNER, OWNER_ENDED -> "Release the lock in a finally block.";
            case JOIN -> "Mend what the other thread waits for, and give the join a timeout.";
            case NONE -> bySource(thread.itsWait().source());
        };
    }

    private static String bySource(String source) {
        String name = source.substring(source.lastIndexOf('.') + 1);
        return switch (name) {
            case "CountDownLatch" -> "Count the latch down on every path (finally), the failing ones too.";
            case "Semaphore" -> "Release each permit in a finally block.";
            case "CompletableFuture", "FutureTask", "ForkJoinTask" ->
                "Complete the " + name + " on every path of its producer, the failing ones too: look for a slot or map"
                        + " entry that a second request overwrites, and give the wait a timeout.";
            default ->
                name.toLowerCase(Locale.ROOT).contains("queue")
                        ? "Look for who was to use the other end of the " + name
                                + ", and let go of it or was never started."
                        : "Signal after each change that can make the awaited condition true, on every path (finally).";
        };
    }
}
