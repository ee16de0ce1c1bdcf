package dev.rouse.agent;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Puts calls of the meters' hooks into a method. */
interface Advice {
    String HOOKS = "dev/rouse/probe/Meters";

    MethodVisitor into(MethodVisitor next, String descriptor);

    /** An advice for the object that is returned. */
    static Advice result(String hook, String type) {
        return (next, descriptor) -> new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitInsn(int opcode) {
                if (opcode == Opcodes.ARETURN) {
                    super.visitInsn(Opcodes.DUP);
                    super.visitVarInsn(Opcodes.ALOAD, 0);
                    call(this, hook, type);
                }
                super.visitInsn(opcode);
            }
        };
    }

    /** Hands on the number that is returned, the object, and where the hook takes three, the buffer or null. */
    static MethodVisitor number(MethodVisitor next, String hook, String type, boolean hasBuffer) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitInsn(int opcode) {
                if (opcode == Opcodes.IRETURN || opcode == Opcodes.LRETURN) {
                    super.visitInsn(opcode == Opcodes.IRETURN ? Opcodes.DUP : Opcodes.DUP2);
                    if (opcode == Opcodes.IRETURN) {
                        super.visitInsn(Opcodes.I2L);
                    }
                    super.visitVarInsn(Opcodes.ALOAD, 0);
                    if (hasBuffer) {
                        super.visitVarInsn(Opcodes.ALOAD, 1);
                    } else if (hook.equals("transferred") || hook.equals("written")) {
                        super.visitInsn(Opcodes.ACONST_NULL);
                    }
                    call(this, hook, type);
                }
                super.visitInsn(opcode);
            }
        };
    }

    static MethodVisitor atEntry(MethodVisitor next, String hook, String type, int load, int... locals) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitCode() {
                super.visitCode();
                for (int local : locals) {
                    super.visitVarInsn(load, local);
                }
                call(this, hook, type);
            }
        };
    }

    static MethodVisitor voidAtReturn(MethodVisitor next, String hook, String type, int... locals) {
        return Instrumented.atReturn(next, HOOKS, hook, type, locals);
    }

    /** Counts the entries of a method. */
    static MethodVisitor counting(MethodVisitor next) {
        return atEntry(next, "entered", "()V", Opcodes.ALOAD);
    }

    static void call(MethodVisitor into, String hook, String type) {
        into.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, hook, type, false);
    }
}
