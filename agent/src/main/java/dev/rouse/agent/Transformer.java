package dev.rouse.agent;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;

/** Puts the hooks into the watched classes, those loaded already and those to come, and takes them out again. */
final class Transformer implements ClassFileTransformer {
    private final Instrumentation instrumentation;
    private final Consumer<String> note;
    private final List<Instrumented> watched = watched();
    private final Map<String, Set<String>> done = new ConcurrentHashMap<>();
    private final Set<String> leftAlone = new HashSet<>();

    Transformer(Instrumentation instrumentation, Consumer<String> note) {
        this.instrumentation = instrumentation;
        this.note = note;
    }

    private static List<Instrumented> watched() {
        List<Instrumented> watched = new ArrayList<>();
        watched.add(new CompletableFutureInstrumentation());
        watched.add(new NettyPromiseInstrumentation());
        watched.addAll(CoroutineInstrumentation.all());
        watched.addAll(ReactorInstrumentation.all());
        watched.addAll(JdkTasks.all());
        watched.addAll(LocksInstrumentation.all());
        watched.addAll(NettyTaskInstrumentation.all());
        watched.addAll(LoopInstrumentation.ALL);
        return watched;
    }

    void install() {
        leaveAloneWhatRuns();
        instrumentation.addTransformer(this, true);
        retransform();
    }

    /** The classes with a method that runs for long, and runs now. */
    private void leaveAloneWhatRuns() {
        for (StackTraceElement[] stack : Thread.getAllStackTraces().values()) {
            for (StackTraceElement frame : stack) {
                String name = frame.getClassName().replace('.', '/');
                if (watchers(name).stream().anyMatch(Instrumented::runsForLong)) {
                    leftAlone.add(name);
                }
            }
        }
    }

    /** Restores every class that was changed; it is an error if one cannot be. */
    void remove() {
        instrumentation.removeTransformer(this);
        retransform();
    }

    private void retransform() {
        List<Class<?>> loaded = new ArrayList<>();
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            String name = type.getName().replace('.', '/');
            if (!watchers(name).isEmpty() && !leftAlone.contains(name) && instrumentation.isModifiableClass(type)) {
                loaded.add(type);
            }
        }
        try {
            instrumentation.retransformClasses(loaded.toArray(new Class<?>[0]));
        } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
            note.accept("could not change or restore " + loaded + ": " + e);
        }
    }

    private List<Instrumented> watchers(String className) {
        List<Instrumented> matching = new ArrayList<>(1);
        for (Instrumented type : watched) {
            if (type.matches(className)) {
                matching.add(type);
            }
        }
        return matching;
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
        boolean left = redefined != null && leftAlone.contains(className);
        List<Instrumented> types = className == null || left ? List.of() : watchers(className);
        return types.isEmpty() || className == null ? null : hook(types, className, classFile);
    }

    private byte @Nullable [] hook(List<Instrumented> types, String className, byte[] classFile) {
        try {
            ClassReader reader = new ClassReader(classFile);
            ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
            Set<String> methods = ConcurrentHashMap.newKeySet();
            Set<String> wanted = new TreeSet<>();
            ClassVisitor chain = writer;
            for (Instrumented type : types) {
                chain = type.over(className, chain, methods);
                wanted.addAll(type.hooked());
            }
            reader.accept(chain, 0);
            done.put(className, methods);
            if (!methods.containsAll(wanted)) {
                note.accept(
                        className.replace('/', '.') + " is watched only in part: of " + wanted + " it has " + methods);
            }
            return methods.isEmpty() ? null : writer.toByteArray();
        } catch (Throwable t) {
            note.accept("left " + className.replace('/', '.') + " as it is: " + t);
            return null;
        }
    }
}
