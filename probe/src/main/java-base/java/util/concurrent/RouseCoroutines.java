package java.util.concurrent;

import dev.rouse.probe.FunctionSite;
import dev.rouse.probe.Nursery;
import dev.rouse.probe.PromiseHooks;
import dev.rouse.probe.SuspensionPoints;
import jdk.internal.misc.Unsafe;

/**
 * The hook of Kotlin's coroutines, and the private parts of their continuations. A suspend function is one class, which
 * keeps in {@code label} at which of its points it is suspended; a dispatcher wraps it, and holds it in
 * {@code continuation}.
 */
final class RouseCoroutines implements SuspensionPoints {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();

    /** How many wrappers are looked through. */
    private static final int DEEP = 4;

    private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
            boolean wraps = type.getName().endsWith(".DispatchedContinuation");
            return new Shape(
                    isGenerated(type) ? offset(type, "label") : NONE, wraps ? offset(type, "continuation") : NONE);
        }
    };

    /** Where the fields of a class are, -1 for none, and its points. */
    private record Shape(long label, long wrapped, ByLabel points) {
        Shape(long label, long wrapped) {
            this(label, wrapped, new ByLabel());
        }
    }

    private static final long NONE = -1;

    /** Whether the Kotlin compiler has made this class of a suspend function. */
    private static boolean isGenerated(Class<?> type) {
        Class<?> parent = type.getSuperclass();
        while (parent != null && !parent.getName().endsWith("kotlin.coroutines.jvm.internal.BaseContinuationImpl")) {
            parent = parent.getSuperclass();
        }
        return parent != null;
    }

    /** Found by the JVM, without loading the types of the class's fields. */
    private static long offset(Class<?> type, String field) {
        try {
            return UNSAFE.objectFieldOffset(type, field);
        } catch (InternalError e) {
            return NONE; // it has no such field
        }
    }

    /** Called where a coroutine is suspended. */
    static void suspends(Object wait, Object continuation) {
        if (!Nursery.isAccepting() || continuation == null) {
            return;
        }
        try {
            FunctionSite site = point(continuation);
            if (!site.isIdle()) {
                PromiseHooks.suspends(wait, wait, site);
            }
        } catch (Throwable t) {
            Nursery.fail(t);
        }
    }

    @Override
    public FunctionSite of(Object continuation) {
        return point(continuation);
    }

    private static FunctionSite point(Object continuation) {
        Object inner = continuation;
        Shape shape = SHAPES.get(inner.getClass());
        for (int i = 0; i < DEEP && shape.label == NONE && shape.wrapped != NONE; i++) {
            Object wrapped = UNSAFE.getReference(inner, shape.wrapped);
            if (wrapped == null) {
                break;
            }
            inner = wrapped;
            shape = SHAPES.get(inner.getClass());
        }
        return shape.points.site(shape.label == NONE ? 0 : UNSAFE.getInt(inner, shape.label));
    }
}
