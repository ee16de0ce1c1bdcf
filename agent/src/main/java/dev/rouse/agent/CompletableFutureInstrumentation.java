package dev.rouse.agent;

import java.util.Set;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The slow paths on which something comes to wait for an incomplete CompletableFuture. unipush, bipush and orpush take
 * the dependents of every stage, allOf and anyOf, subclasses included; waitingGet and timedGet block a thread. Not
 * tryPushStack: postComplete re-pushes through it. And where a stage goes to an executor at once. Same methods in JDK
 * 17 to 25.
 */
final class CompletableFutureInstrumentation implements Instrumented {
    private static final String FUTURE = "java/util/concurrent/CompletableFuture";
    private static final String HOOKS = "java/util/concurrent/RouseFutures";
    private static final String CALL = "(L" + FUTURE + ";L" + FUTURE + "$Completion;)V";

    private static final Set<String> EXECUTING = Set.of(
            "asyncSupplyStage",
            "asyncRunStage",
            "completeAsync",
            "uniApplyNow",
            "uniAcceptNow",
            "uniRunNow",
            "uniWhenCompleteStage",
            "uniHandleStage",
            "uniExceptionallyStage",
            "uniComposeExceptionallyStage",
            "uniComposeStage",
            "biApplyStage",
            "biAcceptStage",
            "biRunStage");

    @Override
    public boolean matches(String className) {
        return className.equals(FUTURE);
    }

    @Override
    public Set<String> hooked() {
        return Set.of("unipush", "bipush", "orpush", "waitingGet", "timedGet", "asyncSupplyStage", "asyncRunStage");
    }

    @Override
    public MethodVisitor hook(String className, String method, String descriptor, MethodVisitor next) {
        return switch (method) {
            case "unipush" -> Instrumented.atReturn(next, HOOKS, "pushed", CALL, 0, 1);
            case "bipush", "orpush" -> Instrumented.atReturn(next, HOOKS, "pushed", CALL, 0, 2);
            case "waitingGet", "timedGet" -> beforeTryPushStack(next);
            default -> EXECUTING.contains(method) ? JdkTasks.executes(next, "handed") : next;
        };
    }

    private static MethodVisitor beforeTryPushStack(MethodVisitor next) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean itf) {
                if (name.equals("tryPushStack")) {
                    super.visitInsn(Opcodes.DUP2);
                    super.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, "blocks", CALL, false);
                }
                super.visitMethodInsn(opcode, owner, name, descriptor, itf);
            }
        };
    }
}
