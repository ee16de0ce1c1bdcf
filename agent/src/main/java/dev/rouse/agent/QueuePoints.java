package dev.rouse.agent;

import dev.rouse.agent.MeterPoint.Group;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Opcodes;

/** The points at which tasks and data go through queues and executors, and where it is asked whether any is there. */
final class QueuePoints {
    private static final String UTIL = "java/util/";
    private static final String CONCURRENT = UTIL + "concurrent/";
    private static final String TWO = "(Ljava/lang/Object;Ljava/lang/Object;)V";
    private static final String ANSWER = "(JLjava/lang/Object;)V";

    private QueuePoints() {}

    /** The innermost methods of each queue that put a task in, and take it out: what calls another is counted there. */
    private record Ways(String owner, List<String> in, List<String> out) {
        boolean isPlain() {
            return owner.startsWith(UTIL) && !owner.startsWith(CONCURRENT) && !owner.equals(MeterPoint.QUEUE);
        }
    }

    private static final List<Ways> WAYS = List.of(
            new Ways(MeterPoint.QUEUE, List.of("offer"), List.of("poll", "take")),
            new Ways(UTIL + "ArrayDeque", List.of("addFirst", "addLast"), List.of("pollFirst", "pollLast")),
            new Ways(UTIL + "LinkedList", List.of("add"), List.of("poll", "pollFirst", "pollLast")),
            new Ways(UTIL + "PriorityQueue", List.of("offer"), List.of("poll")),
            new Ways(CONCURRENT + "LinkedBlockingQueue", List.of("offer", "put"), List.of("poll", "take")),
            new Ways(
                    CONCURRENT + "LinkedBlockingDeque",
                    List.of("offerFirst", "offerLast", "putFirst", "putLast"),
                    List.of("pollFirst", "pollLast", "takeFirst", "takeLast")),
            new Ways(CONCURRENT + "ArrayBlockingQueue", List.of("offer", "put"), List.of("poll", "take")),
            new Ways(CONCURRENT + "ConcurrentLinkedQueue", List.of("offer"), List.of("poll")),
            new Ways(
                    CONCURRENT + "ConcurrentLinkedDeque",
                    List.of("offerFirst", "offerLast"),
                    List.of("pollFirst", "pollLast")),
            new Ways(CONCURRENT + "LinkedTransferQueue", List.of("offer"), List.of("poll", "take")),
            new Ways(CONCURRENT + "SynchronousQueue", List.of("offer"), List.of("poll", "take")),
            new Ways(CONCURRENT + "PriorityBlockingQueue", List.of("offer"), List.of("poll", "take")),
            new Ways(
                    CONCURRENT + "ScheduledThreadPoolExecutor$DelayedWorkQueue",
                    List.of("offer"),
                    List.of("poll", "take")));

    /** They inherit {@code isEmpty}, which asks for the size. */
    private static final Set<String> COUNTS = Set.of(
            CONCURRENT + "LinkedBlockingQueue",
            CONCURRENT + "LinkedBlockingDeque",
            CONCURRENT + "ArrayBlockingQueue",
            CONCURRENT + "PriorityBlockingQueue",
            UTIL + "PriorityQueue");

    /** Those of one thread, or under a lock: metered only where the loop names such a type, since all use them. */
    static void plainQueues(List<MeterPoint> points) {
        queues(Group.PLAIN_QUEUE, points);
    }

    static void queues(List<MeterPoint> points) {
        queues(Group.QUEUE, points);
        for (String way : List.of("push", "lockedPush")) {
            points.add(new MeterPoint(
                    Group.QUEUE,
                    CONCURRENT + "ForkJoinPool$WorkQueue",
                    way,
                    "(",
                    (next, type) -> Advice.atEntry(next, "offered", TWO, Opcodes.ALOAD, 0, 1)));
        }
        points.add(new MeterPoint(
                Group.QUEUE,
                CONCURRENT + "ForkJoinTask",
                "doExec",
                "()",
                (next, type) -> Advice.atEntry(next, "ran", "(Ljava/lang/Object;)V", Opcodes.ALOAD, 0)));
    }

    private static void queues(Group group, List<MeterPoint> points) {
        Advice puts = (next, type) -> Advice.atEntry(
                type.endsWith(")Z") ? Advice.number(next, "put", ANSWER, false) : next,
                "offered",
                TWO,
                Opcodes.ALOAD,
                0,
                1);
        Advice takes = Advice.result("taken", TWO);
        Advice size = (next, type) -> Advice.number(next, "asked", ANSWER, false);
        Advice empty = (next, type) -> Advice.number(next, "askedEmpty", ANSWER, false);
        for (Ways ways : WAYS) {
            if (ways.isPlain() != (group == Group.PLAIN_QUEUE)) {
                continue;
            }
            for (String in : ways.in()) {
                points.add(new MeterPoint(group, ways.owner(), in, MeterPoint.ONE_OBJECT, puts));
            }
            for (String out : ways.out()) {
                points.add(new MeterPoint(group, ways.owner(), out, "(", takes));
            }
            points.add(new MeterPoint(group, ways.owner(), "peek", "()", Advice.result("peeked", TWO)));
            points.add(new MeterPoint(group, ways.owner(), "isEmpty", "()Z", empty));
            if (COUNTS.contains(ways.owner())) {
                points.add(new MeterPoint(group, ways.owner(), "size", "()I", size));
            }
        }
    }

    /** What answers yes or no, at once. */
    static void asked(List<MeterPoint> points) {
        Advice answers = (next, type) -> Advice.number(next, "asked", ANSWER, false);
        for (String owner : List.of("FutureTask", "CompletableFuture", "ForkJoinTask")) {
            points.add(new MeterPoint(Group.ASKED, CONCURRENT + owner, "isDone", "()Z", answers));
        }
        points.add(new MeterPoint(Group.ASKED, CONCURRENT + "locks/ReentrantLock", "tryLock", "()Z", answers));
        points.add(new MeterPoint(Group.ASKED, CONCURRENT + "Semaphore", "tryAcquire", "()Z", answers));
    }

    /** Where a task is handed to what keeps it elsewhere than in a queue of the JDK's kind. */
    static void dispatches(List<MeterPoint> points) {
        for (String way : List.of("dispatch", "dispatchYield")) {
            points.add(new MeterPoint(
                    Group.DISPATCH,
                    MeterPoint.COROUTINES,
                    way,
                    "(Lkotlin/coroutines/CoroutineContext;Ljava/lang/Runnable;)V",
                    (next, descriptor) -> Advice.atEntry(next, "dispatched", TWO, Opcodes.ALOAD, 0, 2)));
        }
        for (String way : List.of("execute", "dispatch", "enqueue", "schedule", "submit")) {
            points.add(new MeterPoint(
                    Group.DISPATCH,
                    MeterPoint.EXECUTOR,
                    way,
                    "(Ljava/lang/Runnable;",
                    (next, descriptor) -> Advice.atEntry(next, "dispatched", TWO, Opcodes.ALOAD, 0, 1)));
        }
    }
}
