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

    /** After those, one registration in so many at most. */
    private static final int ONE_IN = 64;

    /**
     * And so many between two sweeps, which is four a second: a sample costs the host 2 us, and the sweeper 50 us to
     * read its stack.
     */
    private static final int BUDGET = 1;

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
    private int sweep;
    private int sampled;
    private int skipped;

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
            return place % ONE_IN == 0 ? inBudget() : 0;
        }
        if (++learnt >= LEARN) {
            learning = false;
        }
        return 1;
    }

    /** What is not sampled for want of budget, the next sample stands for. */
    private int inBudget() {
        int now = Cell.sweeps();
        if (sweep != now) {
            sweep = now;
            sampled = 0;
        }
        if (++sampled > BUDGET) {
            skipped += ONE_IN;
            return 0;
        }
        int stands = ONE_IN + skipped;
        skipped = 0;
        return stands;
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
