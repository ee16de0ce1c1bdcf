package dev.rouse.agent;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.DUP2;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.objectweb.asm.MethodVisitor;

/**
 * The timed waits of the JDK's conditions, where each begins and how it ends; and where threads park and are unparked.
 * Same methods in JDK 17 to 25.
 */
final class LocksInstrumentation {
    private static final String HOOKS = "java/util/concurrent/RouseHooks";

    private LocksInstrumentation() {}

    static List<Instrumented> all() {
        return List.of(condition(), lockSupport());
    }

    private static Instrumented lockSupport() {
        UnaryOperator<MethodVisitor> parks = next -> HookedClass.atReturn(
                HookedClass.atEntry(next, method -> call(method, "parks", "()V")),
                method -> call(method, "parked", "()V"));
        UnaryOperator<MethodVisitor> unparks = next -> HookedClass.atEntry(next, method -> {
            method.visitVarInsn(ALOAD, 0);
            call(method, "unparks", "(Ljava/lang/Thread;)V");
        });
        return HookedClass.of(
                "java/util/concurrent/locks/LockSupport",
                Map.of("park", parks, "parkNanos", parks, "parkUntil", parks, "unpark", unparks));
    }

    private static void call(MethodVisitor method, String hook, String descriptor) {
        method.visitMethodInsn(INVOKESTATIC, HOOKS, hook, descriptor, false);
    }

    private static Instrumented condition() {
        return HookedClass.of(
                "java/util/concurrent/locks/AbstractQueuedSynchronizer$ConditionObject",
                Map.of(
                        "awaitNanos(J)J",
                        next -> around(next, DUP2, "(JLjava/lang/Object;)V"),
                        "await(JLjava/util/concurrent/TimeUnit;)Z",
                        next -> around(next, DUP, "(ZLjava/lang/Object;)V")));
    }

    private static MethodVisitor around(MethodVisitor next, int copyOfResult, String ended) {
        return HookedClass.atReturn(
                HookedClass.atEntry(next, method -> {
                    method.visitVarInsn(ALOAD, 0);
                    call(method, "awaits", "(Ljava/lang/Object;)V");
                }),
                method -> {
                    method.visitInsn(copyOfResult);
                    method.visitVarInsn(ALOAD, 0);
                    call(method, "waited", ended);
                });
    }
}
