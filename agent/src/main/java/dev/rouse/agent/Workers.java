package dev.rouse.agent;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Which pool a thread works for, read from its fields. */
final class Workers {
    private static final int DEPTH = 6;

    private final Fields fields;

    Workers(Fields fields) {
        this.fields = fields;
    }

    /**
     * Whether it is of an executor's own class of threads, and parks for a time without saying on what: its executor
     * keeps it alive for a while. A scheduler's thread waits for the time of its next task.
     */
    boolean isKeptAlive(Thread thread, List<StackTraceElement> stack) {
        boolean parks = stack.size() > 1
                && stack.get(1).getClassName().equals("java.util.concurrent.locks.LockSupport")
                && LockSupport.getBlocker(thread) == null;
        return parks
                && thread.getClass() != Thread.class
                && fields.values(thread).stream()
                        .anyMatch(value -> value instanceof Executor && !(value instanceof ScheduledExecutorService));
    }

    /** The {@code ThreadPoolExecutor}, found behind the wrappers of thread factories; null when it works for none. */
    @Nullable Object poolOf(Thread thread) {
        Object holder = fields.get(thread, "holder");
        Object task = holder == null ? fields.get(thread, "target") : fields.get(holder, "task");
        for (int depth = 0; task instanceof Runnable && depth < DEPTH; depth++) {
            if (Fields.isA(task, "java.util.concurrent.ThreadPoolExecutor$Worker")) {
                return fields.get(task, "this$0");
            }
            task = fields.values(task).stream()
                    .filter(value -> value instanceof Runnable && !(value instanceof Thread))
                    .findFirst()
                    .orElse(null);
        }
        return null;
    }
}
