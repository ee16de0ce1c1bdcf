package dev.rouse.agent;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;
import static org.objectweb.asm.Opcodes.SWAP;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.objectweb.asm.MethodVisitor;

/** The ways of a task through Netty's event executors and timers, 4.1 and 4.2, relocated copies too. */
final class NettyTaskInstrumentation {
    private static final String CONCURRENT = "io/netty/util/concurrent/";
    private static final String HOOKS = "java/util/concurrent/RouseHooks";
    private static final String TWO = "(Ljava/lang/Object;Ljava/lang/Object;)V";
    private static final String ONE = "(Ljava/lang/Object;)V";
    private static final Set<String> RUNNING = Set.of("safeExecute", "runTask");

    private NettyTaskInstrumentation() {}

    static List<Instrumented> all() {
        UnaryOperator<MethodVisitor> runs =
                next -> HookedClass.beforeCall(next, NettyTaskInstrumentation::runs, method -> {
                    method.visitInsn(DUP);
                    method.visitVarInsn(ALOAD, 0);
                    method.visitInsn(SWAP);
                    method.visitMethodInsn(INVOKESTATIC, HOOKS, "runs", TWO, false);
                });
        return List.of(
                new HookedClass(
                        name -> name.endsWith(CONCURRENT + "SingleThreadEventExecutor"),
                        Set.of("addTask", "runAllTasks"),
                        Map.of(
                                "addTask", NettyTaskInstrumentation::hands,
                                "runAllTasks", runs,
                                "runAllTasksFrom", runs,
                                "runExistingTasksFrom", runs)),
                new HookedClass(
                                name -> name.endsWith(CONCURRENT + "DefaultEventExecutor"),
                                Set.of("run"),
                                Map.of("run", runs))
                        .runningForLong(),
                new HookedClass(
                        name -> name.endsWith(CONCURRENT + "AbstractScheduledEventExecutor"),
                        Set.of("schedule"),
                        Map.of("schedule", NettyTaskInstrumentation::setsTask)),
                new HookedClass(
                        name -> name.endsWith(CONCURRENT + "ScheduledFutureTask"),
                        Set.of("run"),
                        Map.of("run", NettyTaskInstrumentation::fires)),
                new HookedClass(
                        name -> name.endsWith("io/netty/util/HashedWheelTimer"),
                        Set.of("newTimeout"),
                        Map.of("newTimeout", NettyTaskInstrumentation::setsTask)),
                new HookedClass(
                        name -> name.endsWith("io/netty/util/HashedWheelTimer$HashedWheelTimeout"),
                        Set.of("expire"),
                        Map.of("expire", NettyTaskInstrumentation::fires)));
    }

    private static boolean runs(String called) {
        int name = called.indexOf('.') + 1;
        return called.equals("java/lang/Runnable.run()V")
                || (called.endsWith("(Ljava/lang/Runnable;)V")
                        && RUNNING.contains(called.substring(name, called.indexOf('('))));
    }

    private static MethodVisitor hands(MethodVisitor next) {
        return HookedClass.atEntry(next, method -> {
            method.visitVarInsn(ALOAD, 0);
            method.visitVarInsn(ALOAD, 1);
            method.visitMethodInsn(INVOKESTATIC, HOOKS, "handed", TWO, false);
        });
    }

    private static MethodVisitor setsTask(MethodVisitor next) {
        return HookedClass.atEntry(next, method -> {
            method.visitVarInsn(ALOAD, 1);
            method.visitMethodInsn(INVOKESTATIC, HOOKS, "scheduled", ONE, false);
        });
    }

    private static MethodVisitor fires(MethodVisitor next) {
        return HookedClass.atReturn(
                HookedClass.atEntry(next, method -> {
                    method.visitVarInsn(ALOAD, 0);
                    method.visitMethodInsn(INVOKESTATIC, HOOKS, "fires", ONE, false);
                }),
                method -> method.visitMethodInsn(INVOKESTATIC, HOOKS, "fired", "()V", false));
    }
}
