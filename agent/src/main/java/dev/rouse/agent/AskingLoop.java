package dev.rouse.agent;

import dev.rouse.engine.model.Site;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The way round from a call that answers "nothing there" back to the same call, by bytecode: whether anything is done
 * on it but to ask. A computation that looks into a queue at each of its steps is no loop that waits.
 */
final class AskingLoop {
    /** What asks may be called by what goes round, so many frames further out at most. */
    private static final int FRAMES = 3;

    private static final List<String> QUESTIONS = List.of(
            "get",
            "is",
            "has",
            "can",
            "poll",
            "peek",
            "try",
            "size",
            "available",
            "contains",
            "nanoTime",
            "currentTimeMillis",
            "interrupted",
            "select",
            "read",
            "write",
            "valueOf",
            "access$");

    private final List<Step> steps = new ArrayList<>();
    private final Map<Label, Integer> labels = new HashMap<>();

    /** One instruction: its opcode, where it may jump to, the local that it uses, the method that it calls. */
    private record Step(int opcode, @Nullable Label target, int local, String called) {}

    private AskingLoop() {}

    /**
     * Whether more is done on the way round than to ask; false where no way round can be read.
     *
     * @param stack of the call that answers, innermost frame first
     */
    static boolean doesMore(List<StackTraceElement> stack, Function<String, @Nullable Class<?>> types) {
        int read = 0;
        for (int i = 1; i < stack.size() && read < FRAMES; i++) {
            StackTraceElement frame = stack.get(i);
            if (Site.isJdk(frame.getClassName())) {
                continue;
            }
            read++;
            String asked = stack.get(i - 1).getMethodName();
            AskingLoop loop = of(frame, types);
            BitSet round = loop == null ? new BitSet() : loop.round(asked);
            if (loop != null && !round.isEmpty()) {
                return round.stream().anyMatch(step -> loop.works(step, asked));
            }
        }
        return false;
    }

    private static @Nullable AskingLoop of(StackTraceElement frame, Function<String, @Nullable Class<?>> types) {
        Class<?> type = types.apply(frame.getClassName());
        byte[] bytes = type == null ? null : Origin.bytes(type);
        if (bytes == null) {
            return null;
        }
        AskingLoop loop = new AskingLoop();
        new ClassReader(bytes)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public @Nullable MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] thrown) {
                                return name.equals(frame.getMethodName()) ? loop.reader() : null;
                            }
                        },
                        ClassReader.SKIP_FRAMES | ClassReader.SKIP_DEBUG);
        return loop;
    }

    private MethodVisitor reader() {
        return new MethodVisitor(Opcodes.ASM9) {
            @Override
            public void visitLabel(Label label) {
                labels.put(label, steps.size());
            }

            @Override
            public void visitInsn(int opcode) {
                steps.add(new Step(opcode, null, -1, ""));
            }

            @Override
            public void visitIntInsn(int opcode, int operand) {
                visitInsn(opcode);
            }

            @Override
            public void visitLdcInsn(Object value) {
                visitInsn(Opcodes.LDC);
            }

            @Override
            public void visitTypeInsn(int opcode, String type) {
                visitInsn(opcode);
            }

            @Override
            public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
                visitInsn(opcode);
            }

            @Override
            public void visitIincInsn(int local, int by) {
                visitInsn(Opcodes.IINC);
            }

            @Override
            public void visitVarInsn(int opcode, int local) {
                steps.add(new Step(opcode, null, local, ""));
            }

            @Override
            public void visitJumpInsn(int opcode, Label label) {
                steps.add(new Step(opcode, label, -1, ""));
            }

            @Override
            public void visitInvokeDynamicInsn(String name, String descriptor, Handle by, Object... arguments) {
                steps.add(new Step(Opcodes.INVOKEDYNAMIC, null, -1, name));
            }

            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean itf) {
                steps.add(new Step(opcode, null, -1, name));
            }
        };
    }

    /** The steps on the way from a call of this name, when it has answered that nothing is there, to that call. */
    private BitSet round(String asked) {
        BitSet all = new BitSet();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).called().equals(asked)) {
                BitSet reached = reachedAfter(i, asked.equals("isEmpty"));
                if (reached.get(i)) {
                    all.or(leadingTo(i, reached, asked.equals("isEmpty")));
                }
            }
        }
        return all;
    }

    private BitSet reachedAfter(int call, boolean yes) {
        BitSet reached = new BitSet();
        Deque<Integer> next = new ArrayDeque<>(List.of(call + 1));
        while (!next.isEmpty()) {
            int step = next.pop();
            if (step < steps.size() && !reached.get(step)) {
                reached.set(step);
                if (step != call) {
                    next.addAll(after(step, call, yes));
                }
            }
        }
        return reached;
    }

    private BitSet leadingTo(int call, BitSet among, boolean yes) {
        BitSet leading = new BitSet();
        leading.set(call);
        boolean grows = true;
        while (grows) {
            grows = false;
            for (int i = among.nextSetBit(0); i >= 0; i = among.nextSetBit(i + 1)) {
                if (!leading.get(i) && after(i, call, yes).stream().anyMatch(leading::get)) {
                    leading.set(i);
                    grows = true;
                }
            }
        }
        return leading;
    }

    private List<Integer> after(int i, int call, boolean yes) {
        Step step = steps.get(i);
        int opcode = step.opcode();
        if (step.target() == null) {
            boolean ends = (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) || opcode == Opcodes.ATHROW;
            return ends ? List.of() : List.of(i + 1);
        }
        int target = labels.getOrDefault(step.target(), steps.size());
        if (opcode == Opcodes.GOTO) {
            return List.of(target);
        }
        if (!testsAnswer(i, call)) {
            return List.of(i + 1, target);
        }
        return List.of(jumps(opcode, yes) ? target : i + 1);
    }

    /** Whether what is tested is the call's answer, as it came or out of the local that it was put into. */
    private boolean testsAnswer(int test, int call) {
        int local = -1;
        int i = call + 1;
        while (i < steps.size() && isCarry(steps.get(i).opcode())) {
            local = steps.get(i).local() >= 0 ? steps.get(i).local() : local;
            i++;
        }
        Step before = steps.get(test - 1);
        boolean loads = before.opcode() == Opcodes.ALOAD || before.opcode() == Opcodes.ILOAD;
        return i == test || (loads && local >= 0 && before.local() == local);
    }

    private static boolean isCarry(int opcode) {
        return opcode == Opcodes.CHECKCAST
                || opcode == Opcodes.DUP
                || opcode == Opcodes.ASTORE
                || opcode == Opcodes.ISTORE;
    }

    /** Whether a jump is made when the answer is no (null, 0), or yes (1). */
    private static boolean jumps(int opcode, boolean yes) {
        return switch (opcode) {
            case Opcodes.IFNULL, Opcodes.IFEQ, Opcodes.IFLE -> !yes;
            case Opcodes.IFGE -> true;
            case Opcodes.IFNE, Opcodes.IFGT -> yes;
            default -> false;
        };
    }

    private boolean works(int i, String asked) {
        Step step = steps.get(i);
        int opcode = step.opcode();
        if (!step.called().isEmpty()) {
            return !step.called().equals(asked) && QUESTIONS.stream().noneMatch(step.called()::startsWith);
        }
        boolean stores = opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE;
        boolean computes = opcode >= Opcodes.IADD && opcode <= Opcodes.IINC;
        return stores || computes || opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC || opcode == Opcodes.NEW;
    }
}
