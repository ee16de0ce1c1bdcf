package dev.rouse.agent;

import static org.objectweb.asm.Opcodes.ALOAD;
import static org.objectweb.asm.Opcodes.DUP;
import static org.objectweb.asm.Opcodes.DUP2;
import static org.objectweb.asm.Opcodes.INVOKESTATIC;

import java.util.Map;
import org.objectweb.asm.MethodVisitor;

/** The timed waits of the JDK's conditions: where each begins, and how it ends. Same methods in JDK 17 to 25. */
final class ConditionInstrumentation {
    private static final String HOOKS = "java/util/concurrent/RouseHooks";

    private ConditionInstrumentation() {}

    static Instrumented condition() {
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
                    method.visitMethodInsn(INVOKESTATIC, HOOKS, "waits", "(Ljava/lang/Object;)V", false);
                }),
                method -> {
                    method.visitInsn(copyOfResult);
                    method.visitVarInsn(ALOAD, 0);
                    method.visitMethodInsn(INVOKESTATIC, HOOKS, "waited", ended, false);
                });
    }
}
