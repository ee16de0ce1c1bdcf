package dev.rouse.agent;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The monitors that virtual threads wait for and hold, where the JDK can tell: since JDK 24 a virtual thread blocks on
 * a monitor without pinning its carrier (JEP 491), and no management interface lists it.
 */
final class Monitors {
    private static final String SNAPSHOT = "jdk.internal.vm.ThreadSnapshot";

    private final @Nullable Method of = method("of", Thread.class);
    private final @Nullable Method blockedOn = method("blockedOn");
    private final @Nullable Method waitingOn = method("waitingOn");
    private final @Nullable Method stackTrace = method("stackTrace");
    private final @Nullable Method ownedAt = method("ownedMonitorsAt", int.class);

    private static @Nullable Method method(String name, Class<?>... parameters) {
        try {
            Method method = Class.forName(SNAPSHOT).getDeclaredMethod(name, parameters);
            method.setAccessible(true);
            return method;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    /** The object whose monitor this thread is blocked to enter; null when it is not, or the JDK cannot tell. */
    @Nullable Object blockedOn(Thread thread) {
        return ask(blockedOn, thread);
    }

    /** The object that this thread waits for a {@code notify} of; null when it does not, or the JDK cannot tell. */
    @Nullable Object waitingOn(Thread thread) {
        return ask(waitingOn, thread);
    }

    private @Nullable Object ask(@Nullable Method what, Thread thread) {
        try {
            Object snapshot = of == null ? null : of.invoke(null, thread);
            return snapshot == null || what == null ? null : what.invoke(snapshot);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /** Which of these threads holds the monitor; null when none of them does. */
    @Nullable Thread holder(Object monitor, List<Thread> among) {
        for (Thread thread : among) {
            if (holds(thread, monitor)) {
                return thread;
            }
        }
        return null;
    }

    private boolean holds(Thread thread, Object monitor) {
        try {
            Object snapshot = of == null ? null : of.invoke(null, thread);
            if (snapshot == null || stackTrace == null || ownedAt == null) {
                return false;
            }
            int depth = ((StackTraceElement[]) stackTrace.invoke(snapshot)).length;
            for (int i = 0; i < depth; i++) {
                if (((Stream<?>) ownedAt.invoke(snapshot, i)).anyMatch(held -> held == monitor)) {
                    return true;
                }
            }
            return false;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
