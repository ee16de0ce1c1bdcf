package dev.rouse.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** One method's instructions, one step each: what is called, what is loaded and stored, where it may go on. */
final class MethodCode extends MethodVisitor {
    private static final Set<String> ALL =
            Set.of("java/lang/Throwable", "java/lang/Exception", "java/lang/RuntimeException");

    private final List<Step> steps = new ArrayList<>();
    private final Map<Label, Integer> labels = new HashMap<>();
    private final List<Handler> handlers = new ArrayList<>();
    private final Map<String, String> lastOfType = new HashMap<>();
    private final String descriptor;
    private final Consumer<MethodCode> read;
    private int line;

    /** @param read is told when all of it has been visited */
    MethodCode(String descriptor, Consumer<MethodCode> read) {
        super(Opcodes.ASM9);
        this.descriptor = descriptor;
        this.read = read;
    }

    /** Takes one method of a class in. */
    interface Reading {
        void of(String method, String file, MethodCode code);
    }

    /** Reads all methods of a class; none where it is null, or nobody has its bytes. */
    static void read(@Nullable Class<?> type, Reading reading) {
        byte[] bytes = type == null ? null : Origin.bytes(type);
        if (bytes != null) {
            new ClassReader(bytes).accept(reader(reading), ClassReader.SKIP_FRAMES);
        }
    }

    private static ClassVisitor reader(Reading reading) {
        return new ClassVisitor(Opcodes.ASM9) {
            private String file = "Unknown Source";

            @Override
            public void visitSource(@Nullable String source, @Nullable String debug) {
                file = source == null ? file : source;
            }

            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                return new MethodCode(descriptor, code -> reading.of(name, file, code));
            }
        };
    }

    /**
     * A call.
     *
     * @param field that held what it is made on; null where nobody can tell
     */
    record Call(
            String owner,
            String name,
            String descriptor,
            @Nullable String field) {
        boolean isConcurrent() {
            return owner.startsWith("java/util/concurrent/");
        }

        /** It takes a permit rather than a thing. */
        boolean isPermit() {
            return Type.getReturnType(descriptor).getSort() < Type.ARRAY;
        }

        String arguments() {
            return descriptor.substring(0, descriptor.indexOf(')') + 1);
        }

        boolean takesAnObject() {
            return arguments().indexOf('L') >= 0 || arguments().indexOf('[') >= 0;
        }
    }

    private record Step(
            int opcode,
            List<Label> targets,
            int local,
            @Nullable Call call,
            int line) {}

    private record Handler(Label end, Label at) {}

    /** The calls that {@code wanted} chooses, by their place. */
    List<Integer> calls(Predicate<Call> wanted) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Call call = steps.get(i).call();
            if (call != null && wanted.test(call)) {
                found.add(i);
            }
        }
        return found;
    }

    /** @throws IllegalArgumentException when this step calls nothing */
    Call call(int i) {
        Call call = steps.get(i).call();
        if (call == null) {
            throw new IllegalArgumentException("step " + i + " calls nothing");
        }
        return call;
    }

    boolean isCall(int i) {
        return steps.get(i).call() != null;
    }

    String descriptor() {
        return descriptor;
    }

    int size() {
        return steps.size();
    }

    int line(int i) {
        return steps.get(i).line();
    }

    /** Of the step, -1 behind the last one. */
    int opcode(int i) {
        return i < steps.size() ? steps.get(i).opcode() : -1;
    }

    /** That the step loads or stores; -1 for none. */
    int local(int i) {
        return steps.get(i).local();
    }

    boolean loads(int i, int local) {
        return opcode(i) == Opcodes.ALOAD && local(i) == local;
    }

    boolean returns(int i) {
        return opcode(i) >= Opcodes.IRETURN && opcode(i) <= Opcodes.RETURN;
    }

    /** Whether the step only brings more values for the same call. */
    boolean isValue(int i) {
        int opcode = opcode(i);
        return opcode <= Opcodes.SALOAD
                || (opcode >= Opcodes.POP && opcode <= Opcodes.I2S)
                || opcode == Opcodes.GETFIELD
                || opcode == Opcodes.GETSTATIC
                || opcode == Opcodes.NEW
                || opcode == Opcodes.CHECKCAST;
    }

    /** Where it jumps to. */
    List<Integer> targets(int i) {
        return steps.get(i).targets().stream().map(this::place).toList();
    }

    /** The handlers of whatever is thrown, of the steps behind this one. */
    List<Integer> handlersBehind(int i) {
        return handlers.stream()
                .filter(handler -> place(handler.end()) > i)
                .map(handler -> place(handler.at()))
                .toList();
    }

    private int place(Label label) {
        return labels.getOrDefault(label, steps.size());
    }

    private void add(int opcode, int local, @Nullable Call call, List<Label> targets) {
        steps.add(new Step(opcode, targets, local, call, line));
    }

    @Override
    public void visitEnd() {
        read.accept(this);
    }

    @Override
    public void visitLabel(Label label) {
        labels.put(label, steps.size());
    }

    @Override
    public void visitLineNumber(int number, Label start) {
        line = number;
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
        if (type == null || ALL.contains(type)) {
            handlers.add(new Handler(end, handler));
        }
    }

    @Override
    public void visitInsn(int opcode) {
        add(opcode, -1, null, List.of());
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        add(opcode, -1, null, List.of());
    }

    @Override
    public void visitLdcInsn(Object value) {
        add(Opcodes.LDC, -1, null, List.of());
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        add(opcode, -1, null, List.of());
    }

    @Override
    public void visitIincInsn(int local, int by) {
        add(Opcodes.IINC, -1, null, List.of());
    }

    @Override
    public void visitVarInsn(int opcode, int local) {
        add(opcode, local, null, List.of());
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String type) {
        if (opcode == Opcodes.GETFIELD || opcode == Opcodes.GETSTATIC) {
            lastOfType.put(type, owner + '.' + name);
        }
        add(opcode, -1, null, List.of());
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        add(opcode, -1, null, List.of(label));
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... cases) {
        visitLookupSwitchInsn(otherwise, new int[0], cases);
    }

    @Override
    public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] cases) {
        List<Label> targets = new ArrayList<>(List.of(cases));
        targets.add(otherwise);
        add(Opcodes.TABLESWITCH, -1, null, targets);
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String type, Handle by, Object... arguments) {
        add(Opcodes.INVOKEDYNAMIC, -1, new Call("", name, type, null), List.of());
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String type, boolean itf) {
        String field = lastOfType.get('L' + owner + ';');
        add(opcode, -1, new Call(owner, name, type, field), List.of());
    }
}
