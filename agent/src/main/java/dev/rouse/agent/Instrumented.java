package dev.rouse.agent;

import java.util.Set;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** One watched class: which it is, and the calls that its methods get. Advice is one static call, without a branch. */
interface Instrumented {
    /** Whether a class of this name, in slashes, is the one. */
    boolean matches(String className);

    /** The methods, as {@code name} or {@code name+descriptor}, without which this class is watched only in part. */
    Set<String> hooked();

    /**
     * Whether the class has methods that run for as long as a thread lives, in a loop that matters. Changed meanwhile,
     * such a method is interpreted to its end, also after the class is restored: a class that is in use then is left
     * alone.
     */
    default boolean runsForLong() {
        return false;
    }

    /** A visitor for one of the class's methods: the given one itself when the method gets no call. */
    MethodVisitor hook(String className, String method, String descriptor, MethodVisitor next);

    /** Calls a static method before each normal return, with the arguments of the hooked one. */
    static MethodVisitor atReturn(MethodVisitor next, String owner, String method, String descriptor, int... locals) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitInsn(int opcode) {
                if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
                    for (int local : locals) {
                        super.visitVarInsn(Opcodes.ALOAD, local);
                    }
                    super.visitMethodInsn(Opcodes.INVOKESTATIC, owner, method, descriptor, false);
                }
                super.visitInsn(opcode);
            }
        };
    }

    /** Routes each method of a class through {@link #hook}. */
    default ClassVisitor over(String className, ClassVisitor next, Set<String> done) {
        return new ClassVisitor(Opcodes.ASM9, next) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                MethodVisitor plain = super.visitMethod(access, name, descriptor, signature, exceptions);
                MethodVisitor hooked = hook(className, name, descriptor, plain);
                if (hooked != plain) {
                    done.add(name);
                }
                return hooked;
            }
        };
    }
}
