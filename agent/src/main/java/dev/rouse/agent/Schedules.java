package dev.rouse.agent;

import java.util.List;

/**
 * Timers whose tasks all come again and again, and seldom: evictors, reporters. Nobody lets somebody wait for what
 * comes every ten seconds at best, so the next of these is no answer that is on its way.
 */
final class Schedules {
    private static final long SELDOM_MS = 10_000;

    /** A queue with more tasks is not looked through. */
    private static final int MANY = 200;

    private final Fields fields;
    private final Queues queues;
    private final Workers workers;

    Schedules(Fields fields) {
        this.fields = fields;
        this.queues = new Queues(fields);
        this.workers = new Workers(fields);
    }

    /** @param thread that waits for the next task of its executor, or {@code java.util.Timer} */
    boolean isSeldom(Thread thread) {
        boolean timer = Fields.isA(thread, "java.util.TimerThread");
        Object queue = timer ? fields.get(thread, "queue") : fields.get(workers.poolOf(thread), "workQueue");
        List<Object> tasks = queue == null ? List.of() : queues.elements(queue);
        long perMs = timer ? 1 : 1_000_000;
        return !tasks.isEmpty()
                && tasks.size() < MANY
                && tasks.stream().allMatch(task -> Math.abs(fields.number(task, "period", 0)) / perMs >= SELDOM_MS);
    }
}
