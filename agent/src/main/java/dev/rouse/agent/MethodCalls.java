package dev.rouse.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The calls of one method, or of what is left of it from a line on, as far as its bytecode can get there. */
final class MethodCalls {
    private final List<Step> steps = new ArrayList<>();
    private final List<Handler> handlers = new ArrayList<>();
    private final Map<Label, Integer> places = new HashMap<>();
    private final Map<Integer, Integer> firstOfLine = new HashMap<>();
    private int lineNow;

    private MethodCalls() {}

    /**
     * One call, or one function made for somebody else to call.
     *
     * @param line of the source, 0 when unknown
     * @param owner internal name
     * @param direct whether this very method runs: no interface's, which any class may implement
     * @param made whether {@code invokedynamic} made something of a kind that cannot be told
     */
    record Call(int line, String owner, String name, String descriptor, boolean direct, boolean made) {
        /** Behind these the JVM ends. */
        boolean ends() {
            return (owner.equals("java/lang/System") && name.equals("exit"))
                    || (owner.equals("java/lang/Runtime") && (name.equals("halt") || name.equals("exit")));
        }
    }

    /** What matters of an instruction: a call that it makes, where it may jump to, whether the next may follow it. */
    private record Step(@Nullable Call call, List<Label> to, boolean goesOn) {}

    private record Handler(Label from, Label until, Label at) {}

    /**
     * All calls of a method.
     *
     * @return null when the class has no such method with a body
     */
    static @Nullable List<Call> of(byte[] type, String method, String descriptor) {
        List<MethodCalls> bodies = bodies(type, method, descriptor);
        return bodies.isEmpty() ? null : bodies.get(0).reachable(0);
    }

    /**
     * The calls that a method has yet to make.
     *
     * @param line where it stands
     * @param in the call that it stands in, by name: what this line calls before that has been called
     * @return null when no method of this name has the line
     */
    static @Nullable List<Call> after(byte[] type, String method, int line, String in) {
        for (MethodCalls body : bodies(type, method, null)) {
            if (body.firstOfLine.containsKey(line)) {
                return body.reachable(body.behind(line, in));
            }
        }
        return null;
    }

    private static List<MethodCalls> bodies(byte[] type, String method, @Nullable String descriptor) {
        List<MethodCalls> bodies = new ArrayList<>();
        new ClassReader(type)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public @Nullable MethodVisitor visitMethod(
                                    int access, String name, String desc, String signature, String[] exceptions) {
                                boolean wanted = name.equals(method) && (descriptor == null || descriptor.equals(desc));
                                if (!wanted || (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) {
                                    return null;
                                }
                                MethodCalls body = new MethodCalls();
                                bodies.add(body);
                                return body.reader();
                            }
                        },
                        ClassReader.SKIP_FRAMES);
        return bodies;
    }

    private int behind(int line, String in) {
        int first = firstOfLine.getOrDefault(line, 0);
        for (int i = first; i < steps.size(); i++) {
            Call call = steps.get(i).call();
            if (call != null && call.line() == line && call.name().equals(in)) {
                return i + 1;
            }
        }
        return first;
    }

    private List<Call> reachable(int from) {
        BitSet seen = new BitSet();
        Deque<Integer> open = new ArrayDeque<>(List.of(from));
        List<Call> calls = new ArrayList<>();
        while (!open.isEmpty()) {
            for (int i = open.remove(); i < steps.size() && !seen.get(i); i++) {
                seen.set(i);
                Step step = steps.get(i);
                if (step.call() != null) {
                    calls.add(step.call());
                }
                step.to().forEach(label -> open.add(place(label)));
                addHandlers(i, open);
                if (!step.goesOn()) {
                    break;
                }
            }
        }
        return calls;
    }

    private void addHandlers(int step, Deque<Integer> open) {
        for (Handler handler : handlers) {
            if (step >= place(handler.from()) && step < place(handler.until())) {
                open.add(place(handler.at()));
            }
        }
    }

    private int place(Label label) {
        return places.getOrDefault(label, steps.size());
    }

    private MethodVisitor reader() {
        return new MethodVisitor(Opcodes.ASM9) {
            @Override
            public void visitLabel(Label label) {
                places.put(label, steps.size());
            }

            @Override
            public void visitLineNumber(int line, Label start) {
                lineNow = line;
                firstOfLine.merge(line, places.getOrDefault(start, steps.size()), Math::min);
            }

            @Override
            public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
                handlers.add(new Handler(start, end, handler));
            }

            @Override
            public void visitInsn(int opcode) {
                boolean leaves = opcode == Opcodes.ATHROW || (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN);
                steps.add(new Step(null, List.of(), !leaves));
            }

            @Override
            public void visitJumpInsn(int opcode, Label label) {
                steps.add(new Step(null, List.of(label), opcode != Opcodes.GOTO));
            }

            @Override
            public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
                visitLookupSwitchInsn(otherwise, new int[0], labels);
            }

            @Override
            public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
                List<Label> all = new ArrayList<>(List.of(labels));
                all.add(otherwise);
                steps.add(new Step(null, all, false));
            }

            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String desc, boolean itf) {
                boolean direct = opcode != Opcodes.INVOKEINTERFACE;
                add(new Call(lineNow, owner, name, desc, direct, false));
            }

            @Override
            public void visitInvokeDynamicInsn(String name, String desc, Handle bootstrap, Object... arguments) {
                String by = bootstrap.getOwner();
                if (by.equals("java/lang/invoke/LambdaMetafactory") && arguments[1] instanceof Handle body) {
                    boolean direct = body.getTag() != Opcodes.H_INVOKEINTERFACE;
                    add(new Call(lineNow, body.getOwner(), body.getName(), body.getDesc(), direct, false));
                } else if (!by.equals("java/lang/invoke/StringConcatFactory") && !by.startsWith("java/lang/runtime/")) {
                    add(new Call(lineNow, by, name, desc, false, true));
                }
            }

            private void add(Call call) {
                steps.add(new Step(call, List.of(), !call.ends()));
            }
        };
    }
}
