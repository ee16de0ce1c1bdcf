package dev.rouse.agent;

import dev.rouse.probe.Tasks;
import java.lang.ref.SoftReference;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Netty's tasks and timers: a PromiseTask wraps the host's function, a ScheduledFutureTask has a deadline too, and a
 * HashedWheelTimeout one of its own wheel's. Fields are read; the one call is of Netty's own static clock, once.
 */
final class NettyTasks implements Tasks {
    private final Map<Class<?>, SoftReference<Reader>> readers = new WeakHashMap<>();

    /** How one class of one copy of Netty is read. */
    private interface Reader {
        @Nullable Object function(Object task) throws IllegalAccessException;

        long due(Object timer) throws IllegalAccessException;
    }

    @Override
    public @Nullable Object function(Object task) {
        try {
            return reader(task.getClass()).function(task);
        } catch (IllegalAccessException e) {
            return null;
        }
    }

    @Override
    public long due(Object timer) {
        try {
            return reader(timer.getClass()).due(timer);
        } catch (IllegalAccessException e) {
            return UNKNOWN;
        }
    }

    private synchronized Reader reader(Class<?> type) {
        SoftReference<Reader> cached = readers.get(type);
        Reader reader = cached == null ? null : cached.get();
        if (reader == null) {
            reader = open(type);
            readers.put(type, new SoftReference<>(reader));
        }
        return reader;
    }

    private static Reader open(Class<?> type) {
        try {
            if (type.getName().endsWith("io.netty.util.HashedWheelTimer$HashedWheelTimeout")) {
                return new Wheel(type);
            }
            for (Class<?> c = type; c != null; c = c.getSuperclass()) {
                if (c.getName().endsWith("io.netty.util.concurrent.PromiseTask")) {
                    return new Scheduled(type, c);
                }
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            return new Plain();
        }
        return new Plain();
    }

    private static Field field(Class<?> type, String... names) throws NoSuchFieldException {
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            for (Field field : c.getDeclaredFields()) {
                if (List.of(names).contains(field.getName())) {
                    field.setAccessible(true);
                    return field;
                }
            }
        }
        throw new NoSuchFieldException(type + " has none of " + String.join(", ", names));
    }

    /** Another class's task, which has nothing to read. */
    private static final class Plain implements Reader {
        @Override
        public @Nullable Object function(Object task) {
            return null;
        }

        @Override
        public long due(Object timer) {
            return UNKNOWN;
        }
    }

    /** A PromiseTask, scheduled or not. Its function may be in an adapter. */
    private static final class Scheduled implements Reader {
        private final Field task;
        private final @Nullable Field deadline;
        private final Field executor;
        private final long origin;

        Scheduled(Class<?> type, Class<?> promiseTask) throws ReflectiveOperationException {
            task = field(promiseTask, "task", "callable");
            executor = field(type, "executor");
            boolean timed = type.getName().endsWith("ScheduledFutureTask");
            deadline = timed ? field(type, "deadlineNanos") : null;
            origin = timed ? origin(type) : 0;
        }

        private static long origin(Class<?> type) throws ReflectiveOperationException {
            Class<?> clock = Class.forName(
                    type.getPackageName() + ".AbstractScheduledEventExecutor", true, type.getClassLoader());
            Method now = clock.getDeclaredMethod("nanoTime");
            now.setAccessible(true);
            long theirs = (long) now.invoke(null);
            return System.nanoTime() - theirs;
        }

        @Override
        public @Nullable Object function(Object promise) throws IllegalAccessException {
            Object function = task.get(promise);
            if (function != null && function.getClass().getName().endsWith("PromiseTask$RunnableAdapter")) {
                try {
                    return field(function.getClass(), "task").get(function);
                } catch (NoSuchFieldException e) {
                    return function;
                }
            }
            return function;
        }

        /** An embedded loop's clock is set by hand, so its lateness means nothing. */
        @Override
        public long due(Object timer) throws IllegalAccessException {
            Object loop = deadline == null ? null : executor.get(timer);
            return deadline == null || loop == null || loop.getClass().getName().endsWith("EmbeddedEventLoop")
                    ? UNKNOWN
                    : deadline.getLong(timer) + origin;
        }
    }

    /** A wheel fires up to a tick late by its nature. */
    private static final class Wheel implements Reader {
        private final Field task;
        private final Field timer;
        private final Field deadline;
        private final Field start;
        private final Field tick;

        Wheel(Class<?> type) throws ReflectiveOperationException {
            task = field(type, "task");
            timer = field(type, "timer");
            deadline = field(type, "deadline");
            start = field(timer.getType(), "startTime");
            tick = field(timer.getType(), "tickDuration");
        }

        @Override
        public @Nullable Object function(Object timeout) throws IllegalAccessException {
            return task.get(timeout);
        }

        @Override
        public long due(Object timeout) throws IllegalAccessException {
            Object wheel = timer.get(timeout);
            return start.getLong(wheel) + deadline.getLong(timeout) + tick.getLong(wheel);
        }
    }
}
