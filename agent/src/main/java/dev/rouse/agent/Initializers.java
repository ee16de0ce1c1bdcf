package dev.rouse.agent;

import dev.rouse.engine.model.Site;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Threads that wait for each other's static initializers. The JVM calls such a thread runnable, shows no lock and no
 * holder; what remains are threads that use no CPU outside a native method, the initializers on their stacks, and the
 * classes that their lines touch. A class's superclass is initialized first, by the same thread, before its own
 * initializer is on the stack.
 */
final class Initializers {
    private static final String INITIALIZER = "<clinit>";

    private final Function<String, @Nullable Class<?>> types;

    Initializers(Function<String, @Nullable Class<?>> types) {
        this.types = types;
    }

    /** A runnable thread that does not run. */
    record Stuck(long id, List<StackTraceElement> stack) {}

    /** Which class a stuck thread needs, and which of the others is initializing it. */
    record Need(Stuck thread, String type, Stuck holder) {}

    List<Need> among(List<Stuck> threads) {
        List<Need> needs = new ArrayList<>();
        for (Stuck thread : threads) {
            Need need = need(thread, threads);
            if (need != null) {
                needs.add(need);
            }
        }
        return needs;
    }

    private @Nullable Need need(Stuck thread, List<Stuck> threads) {
        Set<String> touched = touched(thread);
        Set<String> own = initializing(thread);
        for (Stuck other : threads) {
            if (other.id() == thread.id()) {
                continue;
            }
            for (String type : initializing(other)) {
                if (!own.contains(type) && touched.stream().anyMatch(name -> isOrExtends(name, type))) {
                    return new Need(thread, type, other);
                }
            }
            Set<String> begun = touched(other);
            begun.retainAll(touched);
            for (String type : begun) {
                if (own.stream().anyMatch(superclass -> !superclass.equals(type) && isOrExtends(type, superclass))) {
                    return new Need(thread, type, other);
                }
            }
        }
        return null;
    }

    private static Set<String> initializing(Stuck thread) {
        Set<String> initializing = new HashSet<>();
        for (StackTraceElement frame : thread.stack()) {
            if (frame.getMethodName().equals(INITIALIZER)) {
                initializing.add(frame.getClassName());
            }
        }
        return initializing;
    }

    private boolean isOrExtends(String name, String superclass) {
        for (Class<?> c = types.apply(name); c != null; c = c.getSuperclass()) {
            if (c.getName().equals(superclass)) {
                return true;
            }
        }
        return false;
    }

    /** The classes that the line touches where the thread stands. */
    private Set<String> touched(Stuck thread) {
        StackTraceElement at = thread.stack().stream()
                .filter(frame -> !Site.isJdk(frame.getClassName()))
                .findFirst()
                .orElse(null);
        Class<?> type = at == null ? null : types.apply(at.getClassName());
        byte[] file = type == null ? null : Origin.bytes(type);
        Set<String> touched = new HashSet<>();
        if (at != null && file != null) {
            new ClassReader(file).accept(reader(at, touched), ClassReader.SKIP_FRAMES);
        }
        return touched;
    }

    private static ClassVisitor reader(StackTraceElement at, Set<String> touched) {
        return new ClassVisitor(Opcodes.ASM9) {
            @Override
            public @Nullable MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                return name.equals(at.getMethodName()) ? reader(at.getLineNumber(), touched) : null;
            }
        };
    }

    private static MethodVisitor reader(int wanted, Set<String> touched) {
        return new MethodVisitor(Opcodes.ASM9) {
            private int line;

            @Override
            public void visitLineNumber(int number, Label start) {
                line = number;
            }

            @Override
            public void visitTypeInsn(int opcode, String type) {
                touch(opcode == Opcodes.NEW, type);
            }

            @Override
            public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
                touch(opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC, owner);
            }

            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean itf) {
                touch(opcode == Opcodes.INVOKESTATIC, owner);
            }

            /** Class.forName takes a name. */
            @Override
            public void visitLdcInsn(Object value) {
                touch(value instanceof String, String.valueOf(value));
            }

            private void touch(boolean touches, String type) {
                if (touches && line == wanted) {
                    touched.add(type.replace('/', '.'));
                }
            }
        };
    }
}
