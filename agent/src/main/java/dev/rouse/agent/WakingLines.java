package dev.rouse.agent;

import dev.rouse.engine.model.Site;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The lines that can wake a thread, read from bytecode: it waits on what a field holds, and in the same class or those
 * nested with it stand the calls that signal, release, count down, complete, fill or empty what this field holds.
 * Nothing is told where it waits on anything but a field.
 */
final class WakingLines {
    /** Lines told, at most. */
    private static final int MANY = 4;

    private static final Pattern WAITS = Pattern.compile("await.*|wait|acquire.*|tryAcquire|get|join|exchange"
            + "|arriveAndAwaitAdvance|(take|poll|put|offer)(First|Last)?");

    /** Of {@link #WAITS} those that wait for room in a queue, and not for what is in it. */
    private static final Pattern WAITS_FOR_ROOM = Pattern.compile("(put|offer)(First|Last)?");

    private static final Pattern WAKES = Pattern.compile("signal(All)?|notify(All)?|countDown|release|complete|"
            + "completeExceptionally|completeAsync|obtrudeValue|arrive|arriveAndDeregister|reset"
            + "|(put|offer|add)(First|Last)?");

    private static final Pattern MAKES_ROOM = Pattern.compile("(take|poll|remove)(First|Last)?|drainTo|clear");

    /** Behind a field, where it is its room that is waited for. */
    private static final String ROOM = " has room";

    /** Places remembered, at most. */
    private static final int PLACES = 1_000;

    private final Function<String, @Nullable Class<?>> types;
    private final Map<StackTraceElement, List<Site>> known = new HashMap<>();

    WakingLines(Function<String, @Nullable Class<?>> types) {
        this.types = types;
    }

    /** @param stack of a thread that waits, innermost frame first */
    List<Site> of(List<StackTraceElement> stack) {
        StackTraceElement at = stack.stream()
                .filter(frame -> !Site.isJdk(frame.getClassName()))
                .findFirst()
                .orElse(null);
        if (at == null) {
            return List.of();
        }
        if (known.size() > PLACES) {
            known.clear();
        }
        return known.computeIfAbsent(at, this::read);
    }

    private List<Site> read(StackTraceElement at) {
        Class<?> type = types.apply(at.getClassName());
        ClassLoader loader = type == null ? null : Origin.readable(type);
        if (loader == null) {
            return List.of();
        }
        String name = at.getClassName().replace('.', '/');
        Scan waiting = scan(loader, name, at);
        Set<Site> lines = new LinkedHashSet<>(waiting.wakes(waiting.field));
        for (String nested : waiting.nested) {
            if (waiting.field != null && !nested.equals(name) && lines.size() < MANY) {
                lines.addAll(scan(loader, nested, null).wakes(waiting.field));
            }
        }
        return lines.stream().limit(MANY).toList();
    }

    private static Scan scan(ClassLoader loader, String internalName, @Nullable StackTraceElement at) {
        Scan scan = new Scan(internalName, at);
        try (InputStream in = loader.getResourceAsStream(internalName + ".class")) {
            if (in != null) {
                new ClassReader(in.readAllBytes()).accept(scan, ClassReader.SKIP_FRAMES);
            }
        } catch (IOException e) {
            return scan;
        }
        return scan;
    }

    /** One class: the field on which the line waits, and what is woken through which field, on which line. */
    private static final class Scan extends ClassVisitor {
        private final String name;
        private final @Nullable StackTraceElement at;
        private final Set<String> nested = new LinkedHashSet<>();
        private final Map<String, List<Site>> wakes = new HashMap<>();
        private String file = "Unknown Source";

        @Nullable String field;

        Scan(String name, @Nullable StackTraceElement at) {
            super(Opcodes.ASM9);
            this.name = name;
            this.at = at;
        }

        List<Site> wakes(@Nullable String of) {
            return of == null ? List.of() : wakes.getOrDefault(of, List.of());
        }

        @Override
        public void visitSource(@Nullable String source, @Nullable String debug) {
            file = source == null ? file : source;
        }

        @Override
        public void visitInnerClass(String inner, @Nullable String outer, @Nullable String simple, int access) {
            String top = name.indexOf('$') < 0 ? name : name.substring(0, name.indexOf('$'));
            if (inner.startsWith(top + '$')) {
                nested.add(top);
                nested.add(inner);
            }
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String method, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
                private final Map<String, String> lastOfType = new HashMap<>();
                private @Nullable String last;
                private int line;

                @Override
                public void visitLineNumber(int number, Label start) {
                    line = number;
                }

                @Override
                public void visitFieldInsn(int opcode, String owner, String fieldName, String desc) {
                    if (opcode == Opcodes.GETFIELD || opcode == Opcodes.GETSTATIC) {
                        last = owner + '.' + fieldName;
                        lastOfType.put(desc, last);
                    }
                }

                @Override
                public void visitMethodInsn(int opcode, String owner, String called, String desc, boolean itf) {
                    boolean monitor = owner.equals("java/lang/Object");
                    String on = monitor ? last : lastOfType.get('L' + owner + ';');
                    if (on == null || !owner.startsWith("java/")) {
                        return;
                    }
                    boolean here = at != null && line == at.getLineNumber() && method.equals(at.getMethodName());
                    if (here && WAITS.matcher(called).matches()) {
                        field = WAITS_FOR_ROOM.matcher(called).matches() ? on + ROOM : on;
                    } else if (WAKES.matcher(called).matches()) {
                        add(on, method);
                    } else if (MAKES_ROOM.matcher(called).matches()) {
                        add(on + ROOM, method);
                    }
                }

                private void add(String on, String method) {
                    StackTraceElement frame = new StackTraceElement(name.replace('/', '.'), method, file, line);
                    wakes.computeIfAbsent(on, f -> new ArrayList<>()).add(Site.of(frame));
                }
            };
        }
    }
}
