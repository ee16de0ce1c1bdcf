package dev.rouse.agent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who stands behind a loop that is held, read from fields alone: tasks in its queues, timers that are due, connections
 * of its selector with unread bytes.
 */
final class Behind {
    /** Objects looked through on the way from a thread to its executor, or from a task to what the loop waits for. */
    private static final int OBJECTS = 3_000;

    private static final int TO_EXECUTOR = 6;
    private static final int TO_AWAITED = 7;

    private final Fields fields;
    private final Queues queues;

    Behind(Fields fields) {
        this.fields = fields;
        this.queues = new Queues(fields);
    }

    /**
     * Those that were found.
     *
     * @param count how many
     * @param words what they are, a sentence each
     */
    record Seen(long count, List<String> words) {}

    Seen of(Object loop, @Nullable Object executor, Unread unread) {
        List<String> words = new ArrayList<>();
        long tasks = 0;
        long due = 0;
        for (Object queue : queuesOf(executor)) {
            long timers = due(executor, queue);
            due += Math.max(0, timers);
            tasks += timers < 0 ? queues.size(queue) : 0;
        }
        long connections = connections(loop, unread);
        boolean woken = tasks == 0 && fields.number(loop, "interruptTriggered", 0) == 1;
        say(words, tasks, "1 task stands in its queue", " tasks stand in its queue");
        say(words, due, "1 timer of its own is due", " timers of its own are due");
        say(
                words,
                connections,
                "1 connection of its has sent what it does not read",
                " connections have sent what it" + " does not read");
        say(words, woken ? 1 : 0, "somebody has woken its selector, and waits", "");
        return new Seen(tasks + due + connections + (woken ? 1 : 0), words);
    }

    private List<Object> queuesOf(@Nullable Object executor) {
        return executor == null
                ? List.of()
                : fields.values(executor).stream()
                        .filter(Queue.class::isInstance)
                        .toList();
    }

    private static void say(List<String> words, long count, String one, String many) {
        if (count > 0) {
            words.add(count == 1 ? one : count + many);
        }
    }

    /** How many of a queue's timers are due; -1 when it holds none at all. */
    private long due(@Nullable Object executor, Object queue) {
        long due = -1;
        for (Object element : queues.elements(queue)) {
            long deadline = fields.number(element, "deadlineNanos", Long.MIN_VALUE);
            if (deadline != Long.MIN_VALUE) {
                long start = fields.number(executor, "START_TIME", fields.number(element, "START_TIME", 0));
                due = Math.max(due, 0) + (start != 0 && System.nanoTime() - start >= deadline ? 1 : 0);
            }
        }
        return due;
    }

    private long connections(Object selector, Unread unread) {
        long waiting = 0;
        for (Object key : keys(selector)) {
            Object channel = fields.get(key, "channel");
            waiting += unread.in(fields.get(channel, "localAddress"), fields.get(channel, "remoteAddress")) > 0 ? 1 : 0;
        }
        return waiting;
    }

    /** The keys of one of the JDK's selectors. */
    Collection<?> keys(Object selector) {
        Object keys = fields.get(selector, "keys");
        return keys instanceof Collection<?> known && keys.getClass().getName().startsWith("java.util.")
                ? known
                : List.of();
    }

    /** Netty's executor that a thread serves, found from what the thread runs; null when it serves none. */
    @Nullable Object executorOf(Thread thread) {
        Object holder = fields.get(thread, "holder");
        Object task = holder == null ? fields.get(thread, "target") : fields.get(holder, "task");
        return task == null
                ? null
                : search(
                        List.of(task),
                        TO_EXECUTOR,
                        object -> Fields.isA(object, "netty.util.concurrent.SingleThreadEventExecutor"));
    }

    /** Whether a task in the executor's own queues leads to the object that its thread is parked on. */
    boolean waitsForItself(@Nullable Object executor, Object parkedOn) {
        List<Object> tasks = new ArrayList<>();
        for (Object queue : queuesOf(executor)) {
            tasks.addAll(queues.elements(queue));
        }
        return search(tasks, TO_AWAITED, object -> object == parkedOn) != null;
    }

    /** Tells objects apart. */
    private interface Wanted {
        boolean is(Object object);
    }

    private @Nullable Object search(List<Object> from, int depth, Wanted wanted) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Object> level = from;
        for (int i = 0; i <= depth && seen.size() < OBJECTS; i++) {
            List<Object> next = new ArrayList<>();
            for (Object object : level) {
                if (wanted.is(object)) {
                    return object;
                }
                if (seen.add(object) && seen.size() < OBJECTS) {
                    expand(object, next);
                }
            }
            level = next;
        }
        return null;
    }

    private void expand(Object object, List<Object> next) {
        if (object instanceof Object[] array) {
            for (int i = 0; i < Math.min(array.length, 64); i++) {
                if (array[i] != null && leadsOn(array[i])) {
                    next.add(array[i]);
                }
            }
            return;
        }
        for (Object value : fields.values(object)) {
            if (leadsOn(value)) {
                next.add(value);
            }
        }
    }

    private static boolean leadsOn(Object value) {
        return !(value instanceof Class
                || value instanceof ClassLoader
                || value instanceof CharSequence
                || value instanceof Number
                || value instanceof Collection
                || value instanceof Map
                || value instanceof Thread
                || value instanceof ThreadGroup
                || value.getClass().isEnum());
    }
}
