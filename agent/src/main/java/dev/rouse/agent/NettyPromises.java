package dev.rouse.agent;

import dev.rouse.probe.Cell;
import dev.rouse.probe.Promises;
import java.lang.invoke.MethodHandles;
import java.lang.ref.SoftReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Netty's DefaultPromise. A registration is the promise itself, since its listeners hang on it; a cell rides as one
 * more listener, of a class made in the promise's own package so that it sees Netty's interfaces.
 */
final class NettyPromises implements Promises {
    private static final String PROMISE = NettyPromiseInstrumentation.PROMISE.replace('/', '.');

    private final Class<?> rider = Boot.type("java.util.concurrent.RouseRider");
    private final Map<Class<?>, SoftReference<Netty>> copies = new WeakHashMap<>();

    /** One copy of Netty on this JVM: its fields and our listener's class. */
    private record Netty(
            Class<?> promise,
            Field result,
            List<Field> listeners,
            Method addListener0,
            Constructor<?> rider,
            Object uncancellable) {}

    @Override
    public boolean owns(Object registration) {
        return copy(registration.getClass()) != null;
    }

    @Override
    public boolean isMachinery(String className) {
        int at = className.indexOf("io.netty.");
        String name = at < 0 ? "" : className.substring(at);
        return name.startsWith("io.netty.util.concurrent.DefaultPromise")
                || name.startsWith("io.netty.util.concurrent.Rouse")
                || name.startsWith("io.netty.util.concurrent.DefaultFutureListeners")
                || name.startsWith("io.netty.util.concurrent.DefaultProgressivePromise")
                || name.startsWith("io.netty.channel.DefaultChannelPro")
                || name.startsWith("io.netty.util.internal.PromiseNotificationUtil")
                || name.startsWith("java.util.concurrent.CompletableFuture");
    }

    @Override
    public boolean isPending(Object registration) {
        Netty netty = copy(registration.getClass());
        if (netty == null) {
            return false;
        }
        Object result = read(netty.result(), registration);
        return result == null || result == netty.uncancellable();
    }

    @Override
    public List<Object> sources(Object registration) {
        return isPending(registration) ? List.of(registration) : List.of();
    }

    @Override
    public boolean isForAny(Object registration) {
        return false;
    }

    @Override
    public @Nullable Object dependent(Object registration) {
        return null;
    }

    @Override
    public boolean onlyComputes(Object registration) {
        return false;
    }

    @Override
    public @Nullable Object callback(Object registration) {
        Netty netty = copy(registration.getClass());
        return netty == null ? null : firstListener(netty, registration);
    }

    private @Nullable Object firstListener(Netty netty, Object promise) {
        for (Object listener : listeners(netty, promise)) {
            if (!rider.isInstance(listener)) {
                return listener;
            }
        }
        return null;
    }

    private static Collection<Object> listeners(Netty netty, Object promise) {
        List<Object> all = new ArrayList<>();
        for (Field field : netty.listeners()) {
            Object held = read(field, promise);
            if (held != null && held.getClass().getName().endsWith("DefaultFutureListeners")) {
                addAll(held, all);
            } else if (held != null) {
                all.add(held);
            }
        }
        return all;
    }

    private static void addAll(Object several, List<Object> all) {
        try {
            Field array = several.getClass().getDeclaredField("listeners");
            array.setAccessible(true);
            for (Object listener : (Object[]) array.get(several)) {
                if (listener != null) {
                    all.add(listener);
                }
            }
        } catch (ReflectiveOperationException e) {
            // another version's layout: the callback stays unknown
            return;
        }
    }

    @Override
    public @Nullable Cell watch(Object promise) {
        Netty netty = copy(promise.getClass());
        if (netty == null || !isPending(promise)) {
            return null;
        }
        Object present = riderOf(netty, promise);
        if (present != null) {
            return cell(present);
        }
        Cell cell = Cell.watching();
        mount(netty, promise, cell);
        return cell;
    }

    private static @Nullable Cell cell(Object rider) {
        try {
            return (Cell) rider.getClass().getField("cell").get(rider);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private @Nullable Object riderOf(Netty netty, Object promise) {
        for (Object listener : listeners(netty, promise)) {
            if (rider.isInstance(listener)) {
                return listener;
            }
        }
        return null;
    }

    /** One rider a promise: a channel's closeFuture lives long, and its other listeners come and go. */
    @Override
    public void ride(Object promise, Cell cell) {
        Netty netty = copy(promise.getClass());
        if (netty != null && riderOf(netty, promise) == null) {
            mount(netty, promise, cell);
        }
    }

    private void mount(Netty netty, Object promise, Cell cell) {
        try {
            Object rider = netty.rider().newInstance(cell);
            synchronized (promise) {
                netty.addListener0().invoke(promise, rider);
            }
        } catch (ReflectiveOperationException e) {
            cell.settle();
        }
        if (!isPending(promise)) {
            cell.settle();
        }
    }

    @Override
    public @Nullable Thread waiter(Object promise) {
        return null;
    }

    @Override
    public boolean hasTimeout(Object promise) {
        return false;
    }

    private static @Nullable Object read(Field field, Object object) {
        try {
            return field.get(object);
        } catch (IllegalAccessException e) {
            return null;
        }
    }

    private synchronized @Nullable Netty copy(Class<?> type) {
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            if (c.getName().endsWith(PROMISE)) {
                return known(c);
            }
        }
        return null;
    }

    private @Nullable Netty known(Class<?> promise) {
        SoftReference<Netty> cached = copies.get(promise);
        Netty netty = cached == null ? null : cached.get();
        if (netty == null) {
            netty = open(promise);
            copies.put(promise, new SoftReference<>(netty));
        }
        return netty;
    }

    private static @Nullable Netty open(Class<?> promise) {
        try {
            Field result = promise.getDeclaredField("result");
            result.setAccessible(true);
            Field uncancellable = promise.getDeclaredField("UNCANCELLABLE");
            uncancellable.setAccessible(true);
            Class<?> listener =
                    Class.forName(promise.getPackageName() + ".GenericFutureListener", false, promise.getClassLoader());
            Method add = promise.getDeclaredMethod("addListener0", listener);
            add.setAccessible(true);
            return new Netty(promise, result, listenerFields(promise), add, rider(promise), uncancellable.get(null));
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            return null;
        }
    }

    private static List<Field> listenerFields(Class<?> promise) {
        List<Field> fields = new ArrayList<>();
        for (Field field : promise.getDeclaredFields()) {
            if (field.getName().equals("listeners") || field.getName().equals("listener")) {
                field.setAccessible(true);
                fields.add(field);
            }
        }
        return fields;
    }

    /** A listener that fires a cell: {@code final class RouseRider implements GenericFutureListener, Rider}. */
    private static Constructor<?> rider(Class<?> promise) throws ReflectiveOperationException {
        MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(promise, MethodHandles.lookup());
        String name = promise.getPackageName() + ".RouseRider";
        Class<?> rider;
        try {
            rider = Class.forName(name, false, promise.getClassLoader());
        } catch (ClassNotFoundException e) {
            rider = lookup.defineClass(riderClass(promise.getPackageName().replace('.', '/')));
        }
        Constructor<?> constructor = rider.getDeclaredConstructor(Runnable.class);
        constructor.setAccessible(true);
        return constructor;
    }

    private static byte[] riderClass(String netty) {
        String name = netty + "/RouseRider";
        String cell = "Ljava/lang/Runnable;";
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(
                Opcodes.V1_8, Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, name, null, "java/lang/Object", new String[] {
                    netty + "/GenericFutureListener", "java/util/concurrent/RouseRider"
                });
        writer.visitField(Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL, "cell", cell, null, null);
        MethodVisitor init = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "(" + cell + ")V", null, null);
        init.visitVarInsn(Opcodes.ALOAD, 0);
        init.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        init.visitVarInsn(Opcodes.ALOAD, 0);
        init.visitVarInsn(Opcodes.ALOAD, 1);
        init.visitFieldInsn(Opcodes.PUTFIELD, name, "cell", cell);
        init.visitInsn(Opcodes.RETURN);
        init.visitMaxs(0, 0);
        MethodVisitor done =
                writer.visitMethod(Opcodes.ACC_PUBLIC, "operationComplete", "(L" + netty + "/Future;)V", null, null);
        done.visitVarInsn(Opcodes.ALOAD, 0);
        done.visitFieldInsn(Opcodes.GETFIELD, name, "cell", cell);
        done.visitMethodInsn(Opcodes.INVOKEINTERFACE, "java/lang/Runnable", "run", "()V", true);
        done.visitInsn(Opcodes.RETURN);
        done.visitMaxs(0, 0);
        writer.visitEnd();
        return writer.toByteArray();
    }
}
