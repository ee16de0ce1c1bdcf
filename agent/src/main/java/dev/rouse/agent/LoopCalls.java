package dev.rouse.agent;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What the looping method calls, by its bytecode: a short call that was compiled into it is seen in no sample. Nothing
 * where the class file cannot be read without running the host's code.
 *
 * @param methods by class
 */
record LoopCalls(Map<String, Set<String>> methods) {

    static LoopCalls of(StackTraceElement frame, Function<String, @Nullable Class<?>> types) {
        Map<String, Set<String>> methods = new HashMap<>();
        Class<?> type = types.apply(frame.getClassName());
        byte[] bytes = type == null ? null : Origin.bytes(type);
        if (bytes != null) {
            new ClassReader(bytes)
                    .accept(calls(frame.getMethodName(), methods), ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG);
        }
        return new LoopCalls(methods);
    }

    private static ClassVisitor calls(String method, Map<String, Set<String>> calls) {
        return new ClassVisitor(Opcodes.ASM9) {
            @Override
            public @Nullable MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                return !name.equals(method)
                        ? null
                        : new MethodVisitor(Opcodes.ASM9) {
                            @Override
                            public void visitMethodInsn(
                                    int opcode, String owner, String called, String type, boolean itf) {
                                calls.computeIfAbsent(owner.replace('/', '.'), none -> new HashSet<>())
                                        .add(called);
                            }
                        };
            }
        };
    }

    /** Whether the loop says that it spins for something. */
    boolean spinsOnPurpose() {
        Set<String> ofThread = methods.getOrDefault("java.lang.Thread", Set.of());
        return ofThread.contains("onSpinWait") || ofThread.contains("yield");
    }
}
