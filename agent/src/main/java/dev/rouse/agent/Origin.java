package dev.rouse.agent;

import dev.rouse.engine.model.Site;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
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
import org.objectweb.asm.Type;

/**
 * Finds where a promise was made, from the line that waits for it, by reading bytecode: the call on that line that
 * returned the promise, then into the called method, until one makes it with {@code new}. Costs nothing on the hot
 * path; "not known" where the code has more than one such line.
 */
final class Origin {
    /** Calls followed, at most. */
    private static final int DEPTH = 4;

    private final Function<String, @Nullable Class<?>> types;

    Origin(Function<String, @Nullable Class<?>> types) {
        this.types = types;
    }

    /** One instruction that makes a promise or returns one. */
    private record Step(int line, boolean makes, String owner, String name, String descriptor) {}

    /** The steps of one method, with its class's source file. */
    private record Body(String file, List<Step> steps) {}

    /**
     * @param waits the frame that waits
     * @param promise the promise's class
     */
    @Nullable Site of(StackTraceElement waits, Class<?> promise) {
        Set<String> names = new HashSet<>();
        for (Class<?> c = promise; c != null && c != Object.class; c = c.getSuperclass()) {
            names.add(Type.getInternalName(c));
            for (Class<?> type : c.getInterfaces()) {
                names.add(Type.getInternalName(type));
            }
        }
        Body body = body(waits.getClassName(), waits.getMethodName(), null, names);
        if (body == null) {
            return null;
        }
        Step made = null;
        for (Step step : body.steps()) {
            if (step.line() <= waits.getLineNumber()) {
                made = step;
            }
        }
        return made == null ? null : follow(made, waits.getClassName(), waits.getMethodName(), body, names, DEPTH);
    }

    private @Nullable Site follow(Step step, String in, String method, Body body, Set<String> names, int depth) {
        if (step.makes()) {
            return site(in, method, body, step.line());
        }
        String owner = step.owner().replace('/', '.');
        Body called = depth == 0 ? null : body(owner, step.name(), step.descriptor(), names);
        if (called == null || called.steps().isEmpty()) {
            return null;
        }
        List<Step> makers = called.steps().stream().filter(Step::makes).toList();
        List<Step> candidates = makers.isEmpty() ? called.steps() : makers;
        return candidates.size() == 1 ? follow(candidates.get(0), owner, step.name(), called, names, depth - 1) : null;
    }

    private static Site site(String type, String method, Body body, int line) {
        return Site.of(new StackTraceElement(type, method, body.file(), line));
    }

    private @Nullable Body body(String className, String method, @Nullable String descriptor, Set<String> promises) {
        Class<?> type = types.apply(className);
        byte[] bytes = type == null ? null : bytes(type);
        if (bytes == null) {
            return null;
        }
        List<Step> steps = new ArrayList<>();
        String[] file = {"Unknown Source"};
        new ClassReader(bytes)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public void visitSource(@Nullable String source, @Nullable String debug) {
                                file[0] = source == null ? file[0] : source;
                            }

                            @Override
                            public @Nullable MethodVisitor visitMethod(
                                    int access, String name, String desc, String signature, String[] exceptions) {
                                boolean wanted = name.equals(method) && (descriptor == null || descriptor.equals(desc));
                                return wanted ? steps(steps, promises) : null;
                            }
                        },
                        ClassReader.SKIP_FRAMES);
        return new Body(file[0], Collections.unmodifiableList(steps));
    }

    private static MethodVisitor steps(List<Step> steps, Set<String> promises) {
        return new MethodVisitor(Opcodes.ASM9) {
            private int line;

            @Override
            public void visitLineNumber(int number, Label start) {
                line = number;
            }

            @Override
            public void visitTypeInsn(int opcode, String type) {
                if (opcode == Opcodes.NEW && promises.contains(type)) {
                    steps.add(new Step(line, true, type, "<init>", ""));
                }
            }

            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String desc, boolean itf) {
                boolean stage = promises.contains(owner);
                String returned = Type.getReturnType(desc).getSort() == Type.OBJECT
                        ? Type.getReturnType(desc).getInternalName()
                        : "";
                if (!stage && promises.contains(returned) && !owner.startsWith("java/")) {
                    steps.add(new Step(line, false, owner, name, desc));
                }
            }
        };
    }

    /** The class file as it was loaded, from the JDK's own loaders only: another one's code would be the host's. */
    static byte @Nullable [] bytes(Class<?> type) {
        ClassLoader loader = readable(type);
        if (loader == null) {
            return null;
        }
        try (InputStream in = loader.getResourceAsStream(Type.getInternalName(type) + ".class")) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            return null;
        }
    }

    /** The loader of a class, when it may be asked for class files. */
    static @Nullable ClassLoader readable(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        boolean jdk = loader != null
                && (loader.getClass() == URLClassLoader.class
                        || Site.isJdk(loader.getClass().getName()));
        return jdk ? loader : null;
    }
}
