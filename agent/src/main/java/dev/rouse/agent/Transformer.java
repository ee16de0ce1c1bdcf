package dev.rouse.agent;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;

/** Puts the hooks into the watched classes, those loaded already and those to come, and takes them out again. */
final class Transformer implements ClassFileTransformer {
    private final Instrumentation instrumentation;
    private final Consumer<String> note;
    private final List<Instrumented> watched = watched();
    private final Map<String, Set<String>> done = new ConcurrentHashMap<>();

    Transformer(Instrumentation instrumentation, Consumer<String> note) {
        this.instrumentation = instrumentation;
        this.note = note;
    }

    private static List<Instrumented> watched() {
        List<Instrumented> watched = new ArrayList<>();
        watched.add(new CompletableFutureInstrumentation());
        watched.add(new NettyPromiseInstrumentation());
        watched.addAll(JdkTasks.all());
        watched.addAll(LocksInstrumentation.all());
        watched.addAll(NettyTaskInstrumentation.all());
        return watched;
    }

    void install() {
        instrumentation.addTransformer(this, true);
        retransform();
    }

    /** Restores every class that was changed; it is an error if one cannot be. */
    void remove() {
        instrumentation.removeTransformer(this);
        retransform();
    }

    private void retransform() {
        List<Class<?>> loaded = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            if (watcher(type.getName().replace('.', '/')) != null && instrumentation.isModifiableClass(type)) {
                loaded.add(type);
            }
        }
        try {
            instrumentation.retransformClasses(loaded.toArray(new Class<?>[0]));
        } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
            note.accept("could not change or restore " + loaded + ": " + e);
        }
    }

    private @Nullable Instrumented watcher(String className) {
        for (Instrumented type : watched) {
            if (type.matches(className)) {
                return type;
            }
        }
        return null;
    }

    /** The classes that carry hooks now, each with its hooked methods. */
    Map<String, Set<String>> done() {
        return done;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable Module module,
            @Nullable ClassLoader loader,
            @Nullable String className,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        Instrumented type = className == null ? null : watcher(className);
        return type == null || className == null ? null : hook(type, className, classFile);
    }

    private byte @Nullable [] hook(Instrumented type, String className, byte[] classFile) {
        try {
            ClassReader reader = new ClassReader(classFile);
            ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
            Set<String> methods = ConcurrentHashMap.newKeySet();
            reader.accept(type.over(className, writer, methods), 0);
            done.put(className, methods);
            if (!methods.containsAll(type.hooked())) {
                note.accept(className.replace('/', '.') + " is watched only in part: of " + type.hooked() + " it has "
                        + methods);
            }
            return methods.isEmpty() ? null : writer.toByteArray();
        } catch (Throwable t) {
            note.accept("left " + className.replace('/', '.') + " as it is: " + t);
            return null;
        }
    }
}
