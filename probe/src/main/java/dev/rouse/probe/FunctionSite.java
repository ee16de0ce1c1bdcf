package dev.rouse.probe;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The site of all waits that one class of callback registers: each lambda has a class of its own, so its stack is
 * captured once, the first time it is seen. Written racily by the host's threads: a lost update costs a sample.
 */
public final class FunctionSite {
    /** So many first wakes of a site are all sampled: enough to name its usual waker early. */
    private static final int LEARN = 32;

    /** After those, one registration in so many: at 2 us a sample, 30 ns a registration. */
    private static final int ONE_IN = 64;

    private static final ClassValue<FunctionSite> SITES = new ClassValue<>() {
        @Override
        protected FunctionSite computeValue(Class<?> type) {
            return new FunctionSite();
        }
    };

    private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>(new Throwable());
    private volatile StackTraceElement @Nullable [] stack;
    private volatile boolean learning = true;
    private int learnt;

    private FunctionSite() {}

    /** The site of a callback's class. */
    public static FunctionSite of(Object function) {
        return SITES.get(function.getClass());
    }

    /**
     * Whether the registration that was just made shall be sampled.
     *
     * @param place where it went in its thread's chunk
     * @return for how many registrations it stands; 0 when it shall not
     */
    public int stands(int place) {
        if (!learning) {
            return place % ONE_IN == 0 ? ONE_IN : 0;
        }
        if (++learnt >= LEARN) {
            learning = false;
        }
        return 1;
    }

    /** The frames that registered first, innermost first, our own included. */
    public StackTraceElement[] stack() {
        Throwable unread = first.getAndSet(null);
        if (unread != null) {
            stack = unread.getStackTrace();
        }
        StackTraceElement[] known = stack;
        return known == null ? new StackTraceElement[0] : known;
    }
}
