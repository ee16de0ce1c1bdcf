package dev.rouse.agent;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A watched class as data: by method, the call that it gets.
 *
 * @param hooked the methods without which it is watched only in part
 * @param hooks by {@code name+descriptor}, or by name where all overloads are meant
 */
record HookedClass(
        Predicate<String> name,
        Set<String> hooked,
        Map<String, UnaryOperator<MethodVisitor>> hooks,
        boolean runsForLong)
        implements Instrumented {
    HookedClass {
        hooked = Set.copyOf(hooked);
        hooks = Map.copyOf(hooks);
    }

    HookedClass(Predicate<String> name, Set<String> hooked, Map<String, UnaryOperator<MethodVisitor>> hooks) {
        this(name, hooked, hooks, false);
    }

    HookedClass runningForLong() {
        return new HookedClass(name, hooked, hooks, true);
    }

    /** One class, all of whose hooked methods it is sure to have. */
    static HookedClass of(String name, Map<String, UnaryOperator<MethodVisitor>> hooks) {
        Set<String> methods = hooks.keySet().stream()
                .map(method -> method.contains("(") ? method.substring(0, method.indexOf('(')) : method)
                .collect(java.util.stream.Collectors.toUnmodifiableSet());
        return new HookedClass(name::equals, methods, hooks);
    }

    @Override
    public boolean matches(String className) {
        return name.test(className);
    }

    @Override
    public MethodVisitor hook(String className, String method, String descriptor, MethodVisitor next) {
        UnaryOperator<MethodVisitor> hook = hooks.get(method + descriptor);
        hook = hook == null ? hooks.get(method) : hook;
        return hook == null ? next : hook.apply(next);
    }

    /** A visitor that adds instructions at the method's entry. */
    static MethodVisitor atEntry(MethodVisitor next, Code added) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                added.emit(mv);
            }
        };
    }

    /** A visitor that adds instructions before each normal return. */
    static MethodVisitor atReturn(MethodVisitor next, Code added) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitInsn(int opcode) {
                if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
                    added.emit(mv);
                }
                super.visitInsn(opcode);
            }
        };
    }

    /** A visitor that adds instructions before each call of one method, whose arguments are on the stack. */
    static MethodVisitor beforeCall(MethodVisitor next, Predicate<String> called, Code added) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean itf) {
                if (called.test(owner + '.' + name + descriptor)) {
                    added.emit(mv);
                }
                super.visitMethodInsn(opcode, owner, name, descriptor, itf);
            }
        };
    }

    /** Some instructions that leave the stack as they found it. */
    interface Code {
        void emit(MethodVisitor method);
    }
}
