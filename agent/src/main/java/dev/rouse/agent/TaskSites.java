package dev.rouse.agent;

import dev.rouse.engine.model.Site;
import dev.rouse.probe.FunctionSite;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Where tasks come from: the line that handed the first task of its class to an executor or a timer, the executor's own
 * frames left out; the class's name where that was not seen.
 */
final class TaskSites {
    private final Types types;
    private final Map<FunctionSite, Place> known = new WeakHashMap<>();

    TaskSites(Types types) {
        this.types = types;
    }

    record Place(Site site, List<StackTraceElement> stack) {}

    /** @param what a {@link FunctionSite}, or the name of a class */
    Place of(Object what) {
        return what instanceof FunctionSite function
                ? known.computeIfAbsent(function, f -> place(f.stack()))
                : new Place(new Site(declaring((String) what)), List.of());
    }

    /** A lambda's class has another name in each run. */
    private static String declaring(String className) {
        int lambda = className.indexOf("$$Lambda");
        return lambda < 0 ? className : className.substring(0, lambda);
    }

    private Place place(StackTraceElement[] frames) {
        List<StackTraceElement> stack = Arrays.asList(frames);
        int from = 0;
        while (from < frames.length && isMachinery(frames[from].getClassName())) {
            from++;
        }
        List<StackTraceElement> outer = from == frames.length ? stack : stack.subList(from, frames.length);
        Site site = Site.of(outer);
        return new Place(site == null ? new Site("unknown") : site, List.copyOf(outer));
    }

    /** Where a thread was parked: the locks' own frames name no place. */
    static @Nullable Site parkedAt(StackTraceElement[] frames) {
        return Site.of(Arrays.stream(frames)
                .dropWhile(frame ->
                        isOurs(frame.getClassName()) || frame.getClassName().startsWith("java.util.concurrent.locks."))
                .toList());
    }

    private static boolean isOurs(String className) {
        return className.startsWith("dev.rouse.probe.") || className.startsWith("java.util.concurrent.Rouse");
    }

    private boolean isMachinery(String className) {
        return className.startsWith("dev.rouse.probe.")
                || Site.isJdk(className)
                || className.endsWith("io.netty.util.HashedWheelTimer")
                || isExecutor(types.apply(className));
    }

    private static boolean isExecutor(@Nullable Class<?> type) {
        return type != null && Executor.class.isAssignableFrom(type);
    }
}
