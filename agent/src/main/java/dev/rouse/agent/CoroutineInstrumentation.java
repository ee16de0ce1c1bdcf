package dev.rouse.agent;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Kotlin's two continuations of callback adapters, relocated copies too: that of suspendCancellableCoroutine, and that
 * of suspendCoroutine. Each returns COROUTINE_SUSPENDED when it is really suspended, and is ended where its new state
 * has been set and its code is about to go on.
 */
final class CoroutineInstrumentation {
    static final String CANCELLABLE = "kotlinx/coroutines/CancellableContinuationImpl";
    static final String SAFE = "kotlin/coroutines/SafeContinuation";
    private static final String HOOKS = "java/util/concurrent/RouseHooks";
    private static final String CONTINUATION = "kotlin/coroutines/Continuation";

    private CoroutineInstrumentation() {}

    static List<Instrumented> all() {
        UnaryOperator<MethodVisitor> ends = next -> HookedClass.atEntry(next, CoroutineInstrumentation::ended);
        return List.of(
                hooked(CANCELLABLE, "getResult", "dispatchResume", ends),
                hooked(
                        SAFE,
                        "getOrThrow",
                        "resumeWith",
                        next -> HookedClass.beforeCall(
                                next,
                                call -> call.contains("Continuation.resumeWith("),
                                CoroutineInstrumentation::ended)));
    }

    private static Instrumented hooked(
            String type, String suspends, String resumes, UnaryOperator<MethodVisitor> ends) {
        Predicate<String> name = className -> className.endsWith(type);
        return new HookedClass(
                name, Set.of(suspends, resumes), Map.of(suspends, next -> whereSuspended(next, type), resumes, ends));
    }

    static void ended(MethodVisitor method) {
        method.visitVarInsn(Opcodes.ALOAD, 0);
        method.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, "ended", "(Ljava/lang/Object;)V", false);
    }

    /** Adds the call where COROUTINE_SUSPENDED is returned at once. */
    private static MethodVisitor whereSuspended(MethodVisitor next, String type) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            private @Nullable String owner;
            private @Nullable String delegate;
            private boolean suspended;

            @Override
            public void visitMethodInsn(int opcode, String in, String name, String descriptor, boolean itf) {
                super.visitMethodInsn(opcode, in, name, descriptor, itf);
                suspended = name.equals("getCOROUTINE_SUSPENDED");
                String prefix = prefix(in);
                if (suspended && prefix != null) {
                    owner = prefix + type;
                    delegate = "L" + prefix + CONTINUATION + ";";
                }
            }

            @Override
            public void visitInsn(int opcode) {
                if (opcode == Opcodes.ARETURN && suspended && owner != null) {
                    super.visitVarInsn(Opcodes.ALOAD, 0);
                    super.visitVarInsn(Opcodes.ALOAD, 0);
                    super.visitFieldInsn(Opcodes.GETFIELD, owner, "delegate", delegate);
                    super.visitMethodInsn(
                            Opcodes.INVOKESTATIC, HOOKS, "suspends", "(Ljava/lang/Object;Ljava/lang/Object;)V", false);
                }
                super.visitInsn(opcode);
                suspended = false;
            }

            @Override
            public void visitVarInsn(int opcode, int local) {
                super.visitVarInsn(opcode, local);
                suspended = false;
            }

            /** What a relocated copy has before {@code kotlin/}; Kotlin itself and its coroutines are moved alike. */
            private @Nullable String prefix(String in) {
                int at = in.indexOf("kotlin/coroutines/intrinsics/");
                return at < 0 ? null : in.substring(0, at);
            }
        };
    }
}
