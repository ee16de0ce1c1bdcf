package dev.rouse.agent;

import dev.rouse.agent.MeterPoint.Group;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which meters can tell anything about a loop: those whose classes were seen in its samples, or in its bytecode. */
final class MeterGroups {
    private static final Set<String> DISPATCHES = Set.of("execute", "dispatch", "enqueue", "schedule", "yield");

    private static final Set<String> PLAIN_QUEUES = Set.of(
            "java.util.Queue",
            "java.util.Deque",
            "java.util.ArrayDeque",
            "java.util.LinkedList",
            "java.util.PriorityQueue");

    /** What runs tasks may have them, and all that they call, compiled into it. */
    private static final String RUN = "run";

    private MeterGroups() {}

    static Set<Group> of(List<List<StackTraceElement>> samples, LoopCalls calls) {
        Set<Group> groups = EnumSet.noneOf(Group.class);
        for (List<StackTraceElement> sample : samples) {
            for (StackTraceElement frame : sample) {
                add(groups, frame.getClassName(), frame.getMethodName());
            }
        }
        calls.methods().forEach((type, methods) -> methods.forEach(method -> add(groups, type, method)));
        if (calls.methods().values().stream().anyMatch(methods -> methods.contains(RUN))) {
            groups.add(Group.DISPATCH);
            groups.add(Group.QUEUE);
        }
        if (groups.contains(Group.TLS) || groups.contains(Group.STREAM)) {
            groups.add(Group.CHANNEL);
        }
        return groups;
    }

    private static void add(Set<Group> groups, String type, String method) {
        if (type.startsWith("sun.nio.ch.") || type.startsWith("java.nio.channels.") || method.equals("epollWait")) {
            groups.add(Group.CHANNEL);
        }
        boolean reads = method.startsWith("read") || method.equals("skip") || method.equals("available");
        if (reads || type.startsWith("java.io.") || type.startsWith("java.net.") || type.startsWith("java.util.zip.")) {
            groups.add(Group.STREAM);
        }
        if (method.equals("wrap") || method.equals("unwrap") || type.startsWith("sun.security.ssl.")) {
            groups.add(Group.TLS);
        }
        if (type.startsWith("java.nio.charset.")
                || type.startsWith("sun.nio.cs.")
                || type.startsWith("java.util.zip.")) {
            groups.add(Group.CODEC);
        }
        if (method.startsWith("park") || type.startsWith("java.util.concurrent.locks.")) {
            groups.add(Group.PARK);
        }
        if (method.equals("isDone") || method.equals("tryLock") || method.equals("tryAcquire")) {
            groups.add(Group.ASKED);
        }
        if (type.equals("java.lang.Throwable") || type.endsWith("Exception")) {
            groups.add(Group.FAILURE);
        }
        boolean isOfPool = type.startsWith("java.util.concurrent.")
                && !type.startsWith("java.util.concurrent.locks.")
                && !type.startsWith("java.util.concurrent.atomic.");
        if (isOfPool || isQueue(type, method) || type.endsWith("Executor") || type.endsWith("EventLoop")) {
            groups.add(Group.QUEUE);
        }
        if (method.equals("compact") && type.startsWith("java.nio.")) {
            groups.add(Group.BUFFER);
        }
        if (isDial(type, method)) {
            groups.add(Group.DIAL);
            groups.add(Group.FAILURE);
        }
        if (PLAIN_QUEUES.contains(type)) {
            groups.add(Group.PLAIN_QUEUE);
        }
        if (DISPATCHES.contains(method)) {
            groups.add(Group.DISPATCH);
        }
    }

    /** Whether a connection is asked for here, by the JDK's classes or by a client's of somebody's own. */
    static boolean isDial(String type, String method) {
        return method.startsWith("connect")
                || method.equals("finishConnect")
                || type.equals("java.net.ConnectException");
    }

    /** By what it is asked: a queue's own name tells nothing. */
    private static boolean isQueue(String type, String method) {
        return method.startsWith("poll") || PLAIN_QUEUES.contains(type);
    }
}
