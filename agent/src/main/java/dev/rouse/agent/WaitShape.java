package dev.rouse.agent;

import dev.rouse.engine.model.Role;
import dev.rouse.engine.model.Site;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a blocked thread waits for, told from the structure of its stack and from the object it blocks on.
 *
 * @param role what the wait is for
 * @param housekeeping whether the thread is at the top of its own loop, with no task in hand
 * @param source type waited on
 */
record WaitShape(Role role, boolean housekeeping, Site site, String source, List<StackTraceElement> stack) {
    /** A library's threads loop in its own packages at any depth; the program's own loops are this shallow. */
    private static final int SHALLOW = 2;

    private static final Set<String> TAKES = Set.of("take", "poll", "takeFirst", "takeLast", "pollFirst", "pollLast");

    /**
     * @param stack innermost frame first
     * @param blocker what the thread parks on, or the name of the class whose monitor it waits for; null when unknown
     * @param timed whether it gives up by itself
     * @param types finds a loaded class by name
     * @param program the package of the program's main class
     */
    static WaitShape of(
            List<StackTraceElement> stack,
            @Nullable Object blocker,
            boolean timed,
            Function<String, @Nullable Class<?>> types,
            String program) {
        Class<?> type =
                blocker instanceof String name ? types.apply(name) : blocker == null ? null : blocker.getClass();
        String source = blocker instanceof String name ? name : type == null ? "java.lang.Thread.park" : type.getName();
        boolean loop = isTopOfItsLoop(stack, program);
        Role role = byFrames(stack, timed, types);
        if (role == Role.IDLE && isBorrower(stack, program)) {
            role = Role.LOOP;
        }
        if (role == null || ((role == Role.IDLE || role == Role.LOOP) && isMain(stack))) {
            role = type == null && timed ? Role.TIMER : byBlocker(type, source, stack);
        }
        if (role == Role.SIGNAL && loop && !source.startsWith("java.util.concurrent.Semaphore")) {
            // a library's own thread that waits until some time may have somebody's timer in hand
            role = isOfTheProgram(stack, program) ? Role.LOOP : timed ? Role.TIMER : Role.IDLE;
        }
        Site site = Site.of(withoutPromise(stack, type));
        return new WaitShape(role, loop, site == null ? new Site("unknown") : site, publicName(source), stack);
    }

    /** Whether the program's own code stands on the stack. */
    boolean isOfTheProgram(String program) {
        return isOfTheProgram(stack, program);
    }

    /** The same, where it is known that it waits for something that is given back. */
    WaitShape borrowing() {
        return role == Role.IDLE ? new WaitShape(Role.LOOP, housekeeping, site, source, stack) : this;
    }

    WaitShape idle() {
        return new WaitShape(Role.IDLE, housekeeping, site, source, stack);
    }

    /** What the JDK's own frames below the program's innermost one show; null when they show nothing. */
    private static @Nullable Role byFrames(
            List<StackTraceElement> stack, boolean timed, Function<String, @Nullable Class<?>> types) {
        for (StackTraceElement frame : stack) {
            Role role = byFrame(frame, timed, types);
            if (role != null || !Site.isJdk(frame.getClassName())) {
                return role;
            }
        }
        return Role.IDLE;
    }

    private static @Nullable Role byFrame(
            StackTraceElement frame, boolean timed, Function<String, @Nullable Class<?>> types) {
        String type = frame.getClassName();
        String method = frame.getMethodName();
        if (type.equals("java.lang.Thread") && method.startsWith("sleep")) {
            return Role.TIMER;
        }
        if (type.equals("java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue")
                || type.equals("java.util.concurrent.DelayScheduler")
                || type.equals("java.util.TimerThread")) {
            return timed ? Role.TIMER : Role.IDLE;
        }
        if (method.equals("awaitTermination")
                || method.equals("awaitQuiescence")
                || (type.startsWith("java.lang.Thread") && method.startsWith("join"))
                || (type.startsWith("java.lang.Process") && method.startsWith("waitFor"))) {
            return Role.JOIN;
        }
        boolean atASocket = type.equals("sun.nio.ch.Poller"); // a virtual thread that reads or accepts
        if (type.startsWith("java.lang.ref.ReferenceQueue") || type.equals("java.lang.ref.Reference") || atASocket) {
            return Role.IDLE;
        }
        if (type.equals("java.util.concurrent.ForkJoinPool")
                && (method.equals("awaitWork") || method.equals("runWorker"))) {
            return Role.IDLE;
        }
        return TAKES.contains(method) && isQueue(type, types) ? Role.IDLE : null;
    }

    private static boolean isQueue(String name, Function<String, @Nullable Class<?>> types) {
        Class<?> type = types.apply(name);
        return type != null && BlockingQueue.class.isAssignableFrom(type);
    }

    private static Role byBlocker(@Nullable Class<?> type, String source, List<StackTraceElement> stack) {
        if (type == null) {
            return Role.SIGNAL;
        }
        if (source.equals("java.util.concurrent.CompletableFuture$Signaller") || Future.class.isAssignableFrom(type)) {
            return Role.RESULT;
        }
        if (source.equals("java.util.concurrent.CountDownLatch$Sync")) {
            return Role.LATCH;
        }
        if (AbstractOwnableSynchronizer.class.isAssignableFrom(type) && source.contains("Lock$")) {
            return Role.LOCK;
        }
        boolean entering = !stack.isEmpty()
                && !stack.get(0).isNativeMethod()
                && !stack.get(0).getClassName().startsWith("java.")
                && !source.startsWith("java.util.concurrent.");
        return entering ? Role.LOCK : Role.SIGNAL;
    }

    private static boolean isTopOfItsLoop(List<StackTraceElement> stack, String program) {
        String home = null;
        int frames = 0;
        for (int i = stack.size() - 1; i >= 0; i--) {
            StackTraceElement frame = stack.get(i);
            if (Site.isJdk(frame.getClassName())) {
                continue;
            }
            String name = family(frame.getClassName());
            home = home == null ? name : home;
            if (!home.equals(name) || frame.getMethodName().equals("main")) {
                return false;
            }
            frames++;
        }
        return home == null || frames <= SHALLOW || !home.equals(family(program + ".Main"));
    }

    /** It waits at a queue in code of somebody else's that the program has called: it may have asked for something. */
    private static boolean isBorrower(List<StackTraceElement> stack, String program) {
        return isOfTheProgram(stack, program)
                && stack.stream()
                                .map(StackTraceElement::getClassName)
                                .filter(type -> !Site.isJdk(type))
                                .map(WaitShape::family)
                                .distinct()
                                .count()
                        > 1;
    }

    static boolean isMain(List<StackTraceElement> stack) {
        return !stack.isEmpty() && stack.get(stack.size() - 1).getMethodName().equals("main");
    }

    private static boolean isOfTheProgram(List<StackTraceElement> stack, String program) {
        return stack.stream()
                .map(StackTraceElement::getClassName)
                .anyMatch(type -> !Site.isJdk(type) && family(type).equals(family(program + ".Main")));
    }

    /** The first three parts of a class's package. */
    static String family(String className) {
        String[] parts = className.split("\\.", -1);
        int of = Math.min(3, parts.length - 1);
        return String.join(".", List.of(parts).subList(0, Math.max(0, of)));
    }

    /** A promise's own frames are its machinery, not the place that waits. */
    private static List<StackTraceElement> withoutPromise(List<StackTraceElement> stack, @Nullable Class<?> type) {
        int from = 0;
        while (from < stack.size() && isMachinery(stack.get(from).getClassName(), type)) {
            from++;
        }
        return from == stack.size() ? stack : stack.subList(from, stack.size());
    }

    private static boolean isMachinery(String frame, @Nullable Class<?> type) {
        if (Site.isJdk(frame)) {
            return true;
        }
        for (Class<?> c = type; c != null && Future.class.isAssignableFrom(c); c = c.getSuperclass()) {
            if (c.getName().equals(frame)) {
                return true;
            }
        }
        return false;
    }

    /** The type as its users know it: a synchronizer's inner class is named after its owner. */
    static String publicName(String source) {
        if (source.endsWith("$ConditionObject")) {
            return "java.util.concurrent.locks.Condition";
        }
        int inner = source.startsWith("java.util.concurrent.") ? source.indexOf('$') : -1;
        return inner < 0 ? source : source.substring(0, inner);
    }
}
