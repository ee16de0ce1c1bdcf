package dev.rouse.agent;

import dev.rouse.engine.model.Site;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What the looping methods call, by their bytecode: a short call that was compiled into it is seen in no sample.
 * Nothing where the class file cannot be read without running the host's code.
 *
 * @param methods by class
 */
record LoopCalls(Map<String, Set<String>> methods) {

    /** Frames outside the JDK that are read: what asks again may be called by what goes round. */
    private static final int FRAMES = 2;

    /** Classes whose called methods are read in turn: a short one may have been compiled into the loop too. */
    private static final int CLASSES = 10;

    /** Part of the name of a method that lets time pass between two looks. */
    private static final List<String> PAUSES = List.of("idle", "spin", "backoff", "pause", "relax", "yield");

    /** @param loop the innermost frame that a thread's samples have in common, and those outside it */
    static LoopCalls of(List<StackTraceElement> loop, Function<String, @Nullable Class<?>> types) {
        Map<String, Set<String>> methods = new HashMap<>();
        loop.stream()
                .filter(frame -> !Site.isJdk(frame.getClassName()))
                .limit(FRAMES)
                .forEach(frame -> read(frame.getClassName(), Set.of(frame.getMethodName()), types, methods));
        Map<String, Set<String>> called = new HashMap<>();
        methods.entrySet().stream()
                .filter(of -> !Site.isJdk(of.getKey()))
                .limit(CLASSES)
                .forEach(of -> read(of.getKey(), of.getValue(), types, called));
        called.forEach((type, names) ->
                methods.computeIfAbsent(type, none -> new HashSet<>()).addAll(names));
        return new LoopCalls(methods);
    }

    private static void read(
            String owner,
            Set<String> names,
            Function<String, @Nullable Class<?>> types,
            Map<String, Set<String>> methods) {
        Class<?> type = types.apply(owner);
        byte[] bytes = type == null ? null : Origin.bytes(type);
        if (bytes != null) {
            new ClassReader(bytes).accept(calls(names, methods), ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG);
        }
    }

    private static ClassVisitor calls(Set<String> wanted, Map<String, Set<String>> calls) {
        return new ClassVisitor(Opcodes.ASM9) {
            @Override
            public @Nullable MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                return !wanted.contains(name)
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

    /** Whether the loop says that it spins for something: by the JDK's word for it, or by a name that tells so. */
    boolean spinsOnPurpose() {
        return methods.entrySet().stream()
                .anyMatch(of -> of.getValue().stream().anyMatch(method -> {
                    String name = method.toLowerCase(Locale.ROOT);
                    return PAUSES.stream().anyMatch(name::contains);
                }));
    }
}
