package dev.rouse.agent;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Reactor's Mono.create, relocated copies too: where its sink has been handed to the callback, and where it ends. */
final class ReactorInstrumentation {
    static final String MONO = "reactor/core/publisher/MonoCreate";
    static final String SINK = MONO + "$DefaultMonoSink";
    private static final String HOOKS = "java/util/concurrent/RouseHooks";

    private ReactorInstrumentation() {}

    static List<Instrumented> all() {
        return List.of(
                new HookedClass(
                        name -> name.endsWith(MONO),
                        Set.of("subscribe"),
                        Map.of("subscribe", ReactorInstrumentation::afterTheCallback)),
                new HookedClass(
                        name -> name.endsWith(SINK),
                        Set.of("disposeResource", "success", "error"),
                        Map.of(
                                "disposeResource",
                                next -> HookedClass.atEntry(next, CoroutineInstrumentation::ended),
                                "success",
                                ReactorInstrumentation::beforeItEmits,
                                "error",
                                ReactorInstrumentation::beforeItEmits)));
    }

    private static MethodVisitor beforeItEmits(MethodVisitor next) {
        return HookedClass.beforeCall(
                next, call -> call.contains("/CoreSubscriber.on"), CoroutineInstrumentation::ended);
    }

    /** Calls with the sink, which is the local that the new sink goes to, and the callback, a field. */
    private static MethodVisitor afterTheCallback(MethodVisitor next) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            private String type = "";
            private boolean made;
            private int sink = -1;

            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean itf) {
                super.visitMethodInsn(opcode, owner, name, descriptor, itf);
                if (owner.endsWith(SINK) && name.equals("<init>") && sink < 0) {
                    made = true;
                    type = owner.substring(0, owner.lastIndexOf('$'));
                }
            }

            @Override
            public void visitVarInsn(int opcode, int local) {
                super.visitVarInsn(opcode, local);
                if (made && sink < 0 && opcode == Opcodes.ASTORE) {
                    sink = local;
                }
            }

            @Override
            public void visitInsn(int opcode) {
                if (opcode == Opcodes.RETURN && sink >= 0) {
                    super.visitVarInsn(Opcodes.ALOAD, sink);
                    super.visitVarInsn(Opcodes.ALOAD, 0);
                    super.visitFieldInsn(Opcodes.GETFIELD, type, "callback", "Ljava/util/function/Consumer;");
                    super.visitMethodInsn(
                            Opcodes.INVOKESTATIC,
                            HOOKS,
                            "subscribes",
                            "(Ljava/lang/Object;Ljava/lang/Object;)V",
                            false);
                }
                super.visitInsn(opcode);
            }
        };
    }
}
