package dev.rouse.agent;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.source.Event;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts into events how a loop is held, and who stands behind it. */
final class StallTold {
    private final Fields fields;
    private final Behind behind;
    private final Function<String, @Nullable Class<?>> types;

    StallTold(Fields fields, Function<String, @Nullable Class<?>> types) {
        this.fields = fields;
        this.behind = new Behind(fields);
        this.types = types;
    }

    /** The stall so far; null where it is none. */
    Event.@Nullable BreachSeen of(
            LoopWatch.Turning loop, Object at, Thread thread, ThreadInfo info, Unread unread, long now) {
        boolean selector = at instanceof java.nio.channels.Selector;
        if (selector && (behind.keys(at).isEmpty() || fields.number(at, "closed", 0) == 1)) {
            return null;
        }
        Object executor =
                Fields.isA(at, "netty.util.concurrent.SingleThreadEventExecutor") ? at : behind.executorOf(thread);
        Object parkedOn = LockSupport.getBlocker(thread);
        boolean itself = parkedOn != null && behind.waitsForItself(executor, parkedOn);
        if (!itself && mayBlock(at)) {
            return null;
        }
        Behind.Seen seen = behind.of(at, executor, unread);
        List<String> words = new ArrayList<>();
        words.add(doing(loop.state, loop.stack, info));
        if (itself) {
            words.add("it waits for what only a task in its own queue would bring about: it waits for itself");
        }
        words.addAll(seen.words());
        Event.BreachSeen last = loop.last;
        boolean fewer = last != null && last.count() > seen.count();
        return new Event.BreachSeen(
                now,
                last == null ? Fact.BLOCKED : Fact.STILL_BLOCKED,
                (executor == null ? at : executor).getClass().getName(),
                info.getThreadName(),
                withoutPromise(loop.stack),
                loop.heldNs,
                last != null && fewer ? last.count() : seen.count(),
                0,
                last != null && fewer ? last.other() : String.join("; ", words));
    }

    /** The same stall, longer by now. */
    static Event.BreachSeen lasting(Event.BreachSeen seen, long now, long nanos) {
        return new Event.BreachSeen(
                now,
                Fact.STILL_BLOCKED,
                seen.source(),
                seen.task(),
                seen.stack(),
                nanos,
                seen.count(),
                0,
                seen.other());
    }

    private static String doing(Thread.State state, List<StackTraceElement> stack, ThreadInfo info) {
        StackTraceElement top = stack.get(0);
        String lock = info.getLockInfo() == null
                ? ""
                : " for a " + WaitShape.publicName(info.getLockInfo().getClassName());
        return switch (state) {
            case BLOCKED -> "its thread waited" + lock + " that " + owner(info) + " holds";
            case WAITING -> "its thread waited" + lock;
            case TIMED_WAITING ->
                stack.stream().anyMatch(StallTold::isSleep) ? "its thread slept" : "its thread waited" + lock;
            default ->
                top.isNativeMethod()
                        ? "its thread was in the native method " + top.getClassName() + "." + top.getMethodName()
                        : "its thread computed";
        };
    }

    private static String owner(ThreadInfo info) {
        return info.getLockOwnerName() == null ? "another thread" : "thread " + info.getLockOwnerName();
    }

    private static boolean isSleep(StackTraceElement frame) {
        return frame.getClassName().equals("java.lang.Thread")
                && frame.getMethodName().startsWith("sleep");
    }

    /** A promise's own frames are its machinery, not the place that waits. */
    private List<StackTraceElement> withoutPromise(List<StackTraceElement> stack) {
        List<StackTraceElement> places = new ArrayList<>(stack);
        for (int i = 0; i < places.size(); i++) {
            String type = places.get(i).getClassName();
            if (!Site.isJdk(type)) {
                Class<?> loaded = types.apply(type);
                if (loaded == null || !Future.class.isAssignableFrom(loaded)) {
                    return places;
                }
                places.remove(i--);
            }
        }
        return stack;
    }

    /** Executors without channels are where handlers that block are meant to go. */
    private static boolean mayBlock(Object at) {
        return Fields.isA(at, "netty.util.concurrent.SingleThreadEventExecutor")
                && (!Fields.isA(at, "netty.channel.SingleThreadEventLoop")
                        || Fields.isA(at, "netty.channel.ThreadPerChannelEventLoop"));
    }
}
