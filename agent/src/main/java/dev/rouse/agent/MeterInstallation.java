package dev.rouse.agent;

import dev.rouse.agent.MeterPoint.Group;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Puts meters into loaded classes, for a moment, and takes them out again.
 *
 * <p>A method that runs while its class is changed is interpreted until it returns, for as long as that may be
 * (measured: 18 instead of 500 million rounds a second, on JDK 17 and 25, also after the class is restored). So no
 * class is metered that may have a frame which lives on in an innocent program: not the loop's, no thread pool's, only
 * leaves.
 */
final class MeterInstallation implements ClassFileTransformer {
    /** Subclasses from outside the JDK, at most. */
    private static final int MAX_CLASSES = 60;

    private final Instrumentation instrumentation;
    private final Consumer<String> note;
    private final Map<Class<?>, List<MeterPoint>> points = new HashMap<>();
    private final Map<String, Set<String>> entries = new HashMap<>();
    private Class<?>[] changed = {};

    MeterInstallation(Instrumentation instrumentation, Consumer<String> note) {
        this.instrumentation = instrumentation;
        this.note = note;
    }

    /**
     * Meters the points of some groups, and the entries of methods of the JDK.
     *
     * @param entered methods by class
     * @param alive classes that may have frames which live on
     * @param sampled classes that stood on the stacks
     * @return false when nothing could be metered
     */
    boolean install(Set<Group> groups, Map<String, Set<String>> entered, Set<String> alive, Set<String> sampled) {
        entries.putAll(entered);
        Set<Class<?>> types = new HashSet<>();
        MeterPoints wanted = new MeterPoints(groups, sampled);
        for (Class<?> type : instrumentation.getAllLoadedClasses()) {
            List<MeterPoint> here = wanted.of(type);
            boolean isEntered = entered.containsKey(type.getName()) && type.getClassLoader() == null;
            boolean fits =
                    type.getClassLoader() == null || (!alive.contains(type.getName()) && types.size() < MAX_CLASSES);
            if ((!here.isEmpty() || isEntered) && fits && instrumentation.isModifiableClass(type)) {
                points.put(type, here);
                types.add(type);
            }
        }
        if (types.isEmpty()) {
            return false;
        }
        changed = types.toArray(new Class<?>[0]);
        instrumentation.addTransformer(this, true);
        return retransform();
    }

    /** Restores every class that was changed. */
    void remove() {
        instrumentation.removeTransformer(this);
        if (changed.length > 0) {
            retransform();
        }
        changed = new Class<?>[0];
        points.clear();
        entries.clear();
    }

    private boolean retransform() {
        try {
            instrumentation.retransformClasses(changed);
            return true;
        } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
            note.accept("could not meter or restore " + List.of(changed) + ": " + e);
            return false;
        }
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable Module module,
            @Nullable ClassLoader loader,
            @Nullable String className,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        List<MeterPoint> here = redefined == null ? null : points.get(redefined);
        return here == null || redefined == null ? null : meter(redefined, here, classFile);
    }

    private byte @Nullable [] meter(Class<?> type, List<MeterPoint> here, byte[] classFile) {
        try {
            ClassReader reader = new ClassReader(classFile);
            ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
            reader.accept(over(writer, here, entries.getOrDefault(type.getName(), Set.of())), 0);
            return writer.toByteArray();
        } catch (Throwable t) {
            note.accept("did not meter " + type.getName() + ": " + t);
            return null;
        }
    }

    private static ClassVisitor over(ClassVisitor next, List<MeterPoint> here, Set<String> entered) {
        return new ClassVisitor(Opcodes.ASM9, next) {
            @Override
            public MethodVisitor visitMethod(
                    int access, String name, String descriptor, String signature, String[] exceptions) {
                MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
                boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
                boolean isBridge = (access & Opcodes.ACC_BRIDGE) != 0;
                for (MeterPoint point : here) {
                    if (point.isAt(name, descriptor, isStatic) && !isBridge) {
                        method = point.advice().into(method, descriptor);
                    }
                }
                return entered.contains(name) ? Advice.counting(method) : method;
            }
        };
    }

    /** Which points a class has: looked up by name, since there are many classes. */
    private static final class MeterPoints {
        private final Map<String, List<MeterPoint>> byOwner = new HashMap<>();
        private final Set<String> sampled;

        /** @param sampled classes that stood on the stacks: any of them may hand tasks over */
        MeterPoints(Set<Group> groups, Set<String> sampled) {
            this.sampled = sampled;
            for (MeterPoint point : MeterPoint.of(groups)) {
                byOwner.computeIfAbsent(point.owner().replace('/', '.'), owner -> new ArrayList<>())
                        .add(point);
            }
        }

        List<MeterPoint> of(Class<?> type) {
            if (byOwner.isEmpty()) {
                return List.of();
            }
            List<MeterPoint> points = new ArrayList<>(of(type.getName()));
            if (SSLEngine.class.isAssignableFrom(type) && type != SSLEngine.class) {
                points.addAll(of(SSLEngine.class.getName()));
            }
            if (type.getClassLoader() != null && !type.isInterface() && !type.isArray()) {
                for (Class<?> kind : List.of(Queue.class, InputStream.class, Executor.class)) {
                    points.addAll(kind.isAssignableFrom(type) ? of(kind.getName()) : List.of());
                }
                points.addAll(relocated(type.getName()));
                points.addAll(dispatcher(type));
                if (sampled.contains(type.getName()) && !Executor.class.isAssignableFrom(type)) {
                    points.addAll(of(Executor.class.getName()));
                }
            }
            return points;
        }

        private List<MeterPoint> dispatcher(Class<?> type) {
            String base = MeterPoint.COROUTINES.replace('/', '.');
            List<MeterPoint> dispatches = of(base);
            Class<?> above = dispatches.isEmpty() ? null : type.getSuperclass();
            while (above != null && !above.getName().equals(base)) {
                above = above.getSuperclass();
            }
            return above == null ? List.of() : dispatches;
        }

        /** Netty's, which others carry along under a name of their own. */
        private List<MeterPoint> relocated(String name) {
            int netty = name.indexOf(".netty.channel.");
            return netty <= 0 || name.startsWith("io.netty.") ? List.of() : of("io" + name.substring(netty));
        }

        private List<MeterPoint> of(String owner) {
            return byOwner.getOrDefault(owner, List.of());
        }
    }
}
