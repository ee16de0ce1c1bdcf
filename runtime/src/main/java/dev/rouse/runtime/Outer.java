package dev.rouse.runtime;

import org.jspecify.annotations.Nullable;

/** A future that does no waiting of its own: what it wraps is at fault when it waits in vain. */
interface Outer {
    /** The future that it polls at present; null when there is none. */
    @Nullable Future<?> inner();

    /** The future deepest inside, as far as futures say what they wrap. */
    static Future<?> innermost(Future<?> future) {
        Future<?> at = future;
        while (at instanceof Outer outer) {
            Future<?> inner = outer.inner();
            if (inner == null) {
                return at;
            }
            at = inner;
        }
        return at;
    }
}
