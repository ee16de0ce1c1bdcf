package dev.rouse.agent;

import static org.objectweb.asm.Opcodes.ACONST_NULL;
import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.DUP2;
import static org.objectweb.asm.Opcodes.GETFIELD;
import static org.objectweb.asm.Opcodes.GETSTATIC;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.LSUB;
import static org.objectweb.asm.Opcodes.SWAP;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.objectweb.asm.MethodVisitor;

/**
 * The ways of a task through the JDK's executors and timers: handed over, run, refused, set, fired. The same methods in
 * JDK 17 to 25, but for the DelayScheduler, which came with JDK 25.
 */
final class JdkTasks {
    private static final String PACKAGE = "java/util/concurrent/";
    private static final String HOOKS = PACKAGE + "RouseTasks";
    private static final String TWO = "(Ljava/lang/Object;Ljava/lang/Object;)V";
    private static final String ONE = "(Ljava/lang/Object;)V";
    private static final String TIMER = "(Ljava/lang/Object;J)V";
    private static final String SCHEDULED = PACKAGE + "ScheduledThreadPoolExecutor$ScheduledFutureTask";
    private static final String DELAYED = PACKAGE + "DelayScheduler$ScheduledForkJoinTask";

    private JdkTasks() {}

    static List<Instrumented> all() {
        return List.of(
                HookedClass.of(
                                PACKAGE + "ThreadPoolExecutor",
                                Map.of(
                                        "execute", JdkTasks::handsOver,
                                        "runWorker",
                                                next -> HookedClass.beforeCall(
                                                        next, JdkTasks::runs, JdkTasks::ranByThis),
                                        "reject", JdkTasks::refuses))
                        .runningForLong(),
                forkJoinPool(),
                new HookedClass(
                        name -> name.startsWith(PACKAGE + "ForkJoinTask$"),
                        Set.of(),
                        Map.of("exec", JdkTasks::runsWrapped, "compute", JdkTasks::runsWrapped)),
                HookedClass.of(
                        PACKAGE + "CompletableFuture$UniCompletion",
                        Map.of("claim", next -> executes(next, "claimed"))),
                HookedClass.of(
                        PACKAGE + "CompletableFuture$Completion",
                        Map.of("run", JdkTasks::runsItself, "exec", JdkTasks::runsItself)),
                HookedClass.of(PACKAGE + "CompletableFuture$AsyncSupply", Map.of("run", JdkTasks::runsItself)),
                HookedClass.of(PACKAGE + "CompletableFuture$AsyncRun", Map.of("run", JdkTasks::runsItself)),
                HookedClass.of(
                        PACKAGE + "ScheduledThreadPoolExecutor",
                        Map.of("delayedExecute", next -> HookedClass.atEntry(next, JdkTasks::scheduled))),
                HookedClass.of(
                        SCHEDULED, Map.of("run", next -> fired(HookedClass.atEntry(next, JdkTasks::firesAtTime)))),
                HookedClass.of(
                        DELAYED,
                        Map.of(
                                "compute",
                                next -> fired(HookedClass.beforeCall(next, JdkTasks::runs, JdkTasks::firesWhen)))));
    }

    private static Instrumented forkJoinPool() {
        String runnable = "(Ljava/lang/Runnable;";
        String task = "Ljava/util/concurrent/ForkJoinTask;";
        UnaryOperator<MethodVisitor> hook = JdkTasks::handsOver;
        return HookedClass.of(
                        PACKAGE + "ForkJoinPool",
                        Map.of(
                                "execute" + runnable + ")V", hook,
                                "submit" + runnable + ")" + task, hook,
                                "submit" + runnable + "Ljava/lang/Object;)" + task, hook,
                                "submit(Ljava/util/concurrent/Callable;)" + task, hook))
                .runningForLong();
    }

    private static boolean runs(String called) {
        return called.equals("java/lang/Runnable.run()V")
                || called.equals("java/util/concurrent/Callable.call()Ljava/lang/Object;");
    }

    private static MethodVisitor handsOver(MethodVisitor next) {
        return HookedClass.atEntry(next, method -> {
            method.visitVarInsn(ALOAD, 0);
            method.visitVarInsn(ALOAD, 1);
            method.visitMethodInsn(INVOKESTATIC, HOOKS, "handed", TWO, false);
        });
    }

    private static MethodVisitor refuses(MethodVisitor next) {
        return HookedClass.atEntry(next, method -> {
            method.visitVarInsn(ALOAD, 1);
            method.visitMethodInsn(INVOKESTATIC, HOOKS, "refused", ONE, false);
        });
    }

    /** Before {@code executor.execute(task)}: {@code RouseTasks.handed(executor, task)}. */
    static MethodVisitor executes(MethodVisitor next, String hook) {
        return HookedClass.beforeCall(
                next, called -> called.equals(PACKAGE + "Executor.execute(Ljava/lang/Runnable;)V"), method -> {
                    method.visitInsn(DUP2);
                    method.visitMethodInsn(INVOKESTATIC, HOOKS, hook, TWO, false);
                });
    }

    private static void ranByThis(MethodVisitor method) {
        method.visitInsn(DUP);
        method.visitVarInsn(ALOAD, 0);
        method.visitInsn(SWAP);
        method.visitMethodInsn(INVOKESTATIC, HOOKS, "runs", TWO, false);
    }

    private static MethodVisitor runsWrapped(MethodVisitor next) {
        return HookedClass.beforeCall(next, JdkTasks::runs, method -> {
            method.visitInsn(DUP);
            method.visitInsn(ACONST_NULL);
            method.visitInsn(SWAP);
            method.visitMethodInsn(INVOKESTATIC, HOOKS, "runs", TWO, false);
        });
    }

    private static MethodVisitor runsItself(MethodVisitor next) {
        return HookedClass.atEntry(next, method -> {
            method.visitInsn(ACONST_NULL);
            method.visitVarInsn(ALOAD, 0);
            method.visitMethodInsn(INVOKESTATIC, HOOKS, "runs", TWO, false);
        });
    }

    private static void scheduled(MethodVisitor method) {
        method.visitVarInsn(ALOAD, 1);
        method.visitMethodInsn(INVOKESTATIC, HOOKS, "scheduled", ONE, false);
    }

    private static MethodVisitor fired(MethodVisitor next) {
        return HookedClass.atReturn(next, method -> method.visitMethodInsn(INVOKESTATIC, HOOKS, "fired", "()V", false));
    }

    private static void firesAtTime(MethodVisitor method) {
        method.visitVarInsn(ALOAD, 0);
        method.visitVarInsn(ALOAD, 0);
        method.visitFieldInsn(GETFIELD, SCHEDULED, "time", "J");
        method.visitMethodInsn(INVOKESTATIC, HOOKS, "fires", TIMER, false);
    }

    /** What it runs is on the stack, and its clock has an origin of its own. */
    private static void firesWhen(MethodVisitor method) {
        method.visitInsn(DUP);
        method.visitVarInsn(ALOAD, 0);
        method.visitFieldInsn(GETFIELD, DELAYED, "when", "J");
        method.visitFieldInsn(GETSTATIC, PACKAGE + "DelayScheduler", "nanoTimeOffset", "J");
        method.visitInsn(LSUB);
        method.visitMethodInsn(INVOKESTATIC, HOOKS, "fires", TIMER, false);
    }
}
