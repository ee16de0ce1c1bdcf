package dev.rouse.agent;

import dev.rouse.probe.FunctionSite;
import dev.rouse.probe.SuspensionPoints;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Suspended coroutines of Kotlin that wait in somebody's adapter over callbacks. What waits in the coroutine library's
 * own means (delay, channels, flows, mutexes, awaitCancellation, join) may wait for ever, and is left alone; but for a
 * CompletableDeferred, which is completed by hand.
 */
final class Coroutines extends Unlisted {
    private static final String CANCELLABLE = CoroutineInstrumentation.CANCELLABLE.replace('/', '.');
    private static final String SAFE = CoroutineInstrumentation.SAFE.replace('/', '.');
    private static final String LIBRARY = "kotlinx.coroutines.";

    /** The library's adapters over other libraries' callbacks; a CompletableFuture is watched by itself. */
    private static final List<String> ADAPTERS = List.of("reactive.", "reactor.", "rx2.", "rx3.", "guava.", "tasks.");

    /** How many callers are looked through. */
    private static final int FAR = 64;

    private final Fields fields = new Fields(type -> {});
    private final Map<Class<?>, Kind> kinds = new WeakHashMap<>();
    private final Map<Class<?>, Boolean> incomplete = new WeakHashMap<>();
    private final Map<FunctionSite, Owner> owners = new WeakHashMap<>();
    private final SuspensionPoints points;

    /** Whose continuation it is. */
    private enum Kind {
        NONE,
        CANCELLABLE,
        AWAIT,
        SAFE
    }

    /** Whose code suspends at a point. */
    private enum Owner {
        ADAPTER,
        AWAIT,
        LIBRARY
    }

    Coroutines(SuspensionPoints points) {
        this.points = points;
    }

    @Override
    public boolean owns(Object registration) {
        return kind(registration) != Kind.NONE;
    }

    private Kind kind(Object object) {
        return kinds.computeIfAbsent(object.getClass(), type -> {
            if (Fields.isA(object, CANCELLABLE)) {
                return Fields.isA(object, "$AwaitContinuation") ? Kind.AWAIT : Kind.CANCELLABLE;
            }
            return Fields.isA(object, SAFE) ? Kind.SAFE : Kind.NONE;
        });
    }

    @Override
    @Nullable Object wait(Object registration) {
        return owns(registration) ? registration : null;
    }

    @Override
    boolean waits(Object wait) {
        if (kind(wait) == Kind.SAFE) {
            return fields.get(wait, "result") instanceof Enum<?> singleton
                    && singleton.name().equals("COROUTINE_SUSPENDED");
        }
        Object state = volatileOf(wait, "_state");
        return state != null
                && incomplete.computeIfAbsent(state.getClass(), type -> implementsIn(type, LIBRARY + "NotCompleted"))
                && isFollowed(wait);
    }

    /** The library's compiler plugin adds to the names of some fields, in some versions. */
    private @Nullable Object volatileOf(Object object, String field) {
        Object value = fields.get(object, field);
        return value == null ? fields.get(object, field + "$volatile") : value;
    }

    private static boolean implementsIn(@Nullable Class<?> type, String name) {
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            if (c.getName().endsWith(name)) {
                return true;
            }
            for (Class<?> implemented : c.getInterfaces()) {
                if (implementsIn(implemented, name)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isFollowed(Object wait) {
        FunctionSite site = site(wait);
        Owner owner = site == null ? Owner.LIBRARY : owners.computeIfAbsent(site, Coroutines::owner);
        if (owner == Owner.LIBRARY && site != null) {
            site.setIdle();
        }
        if (kind(wait) == Kind.AWAIT) {
            return owner == Owner.AWAIT && Fields.isA(fields.get(wait, "job"), LIBRARY + "CompletableDeferredImpl");
        }
        return owner == Owner.ADAPTER;
    }

    private static Owner owner(FunctionSite site) {
        String suspends = suspending(site.stack());
        int at = suspends.indexOf(LIBRARY);
        String inside = at < 0 ? "" : suspends.substring(at + LIBRARY.length());
        if (suspends.isEmpty()) {
            return Owner.LIBRARY;
        }
        if (at < 0 || ADAPTERS.stream().anyMatch(inside::startsWith)) {
            return Owner.ADAPTER;
        }
        return inside.startsWith("JobSupport.await") ? Owner.AWAIT : Owner.LIBRARY;
    }

    /** The method that suspended there, and is neither ours nor the continuation's own. */
    private static String suspending(StackTraceElement[] stack) {
        boolean inside = false;
        for (StackTraceElement frame : stack) {
            String type = frame.getClassName();
            boolean continuation = type.endsWith(CANCELLABLE) || type.endsWith(SAFE);
            if (inside && !continuation) {
                return type + "." + frame.getMethodName();
            }
            inside |= continuation;
        }
        return "";
    }

    @Override
    public boolean isMachinery(String className) {
        return className.contains(LIBRARY) || className.contains("kotlin.coroutines.");
    }

    @Override
    public @Nullable Object callback(Object registration) {
        return fields.get(registration, "delegate");
    }

    @Override
    public @Nullable FunctionSite site(Object registration) {
        Object continuation = callback(registration);
        return continuation == null ? null : points.of(continuation);
    }

    /** The coroutine: what is behind the last caller that waits for it. */
    @Override
    public @Nullable Object task(Object registration) {
        Object outer = callback(registration);
        for (int i = 0; i < FAR && outer != null; i++) {
            Object next = caller(outer);
            if (next == null) {
                return outer;
            }
            outer = next;
        }
        return outer;
    }

    private @Nullable Object caller(Object continuation) {
        Object wrapped = fields.get(
                continuation, Fields.isA(continuation, ".DispatchedContinuation") ? "continuation" : "completion");
        return wrapped == null ? fields.get(continuation, "uCont") : wrapped;
    }

    /** The points of all callers. */
    @Override
    public int path(Object registration) {
        int path = 0;
        Object outer = callback(registration);
        for (int i = 0; i < FAR && outer != null; i++) {
            path = 31 * (31 * path + System.identityHashCode(outer.getClass()))
                    + (int) fields.number(outer, "label", 0);
            outer = caller(outer);
        }
        return path;
    }

    @Override
    public @Nullable Object dependent(Object registration) {
        Object coroutine = task(registration);
        return coroutine != null && Fields.isA(coroutine, LIBRARY + "JobSupport") && !isOver(coroutine)
                ? coroutine
                : null;
    }

    /** A coroutine that was cancelled waits for nothing any more, even if it cannot end. */
    @Override
    public boolean isOver(Object coroutine) {
        Object state = volatileOf(coroutine, "_state");
        if (state == null || !implementsIn(state.getClass(), LIBRARY + "Incomplete")) {
            return true;
        }
        return volatileOf(state, "_rootCause") != null;
    }

    /** A continuation that nobody can resume is a way to keep a thread for good. */
    @Override
    public boolean mayParkForGood() {
        return true;
    }

    /** The thread of a runBlocking. */
    @Override
    public @Nullable Thread waiter(Object coroutine) {
        return fields.get(coroutine, "blockedThread") instanceof Thread thread ? thread : null;
    }
}
