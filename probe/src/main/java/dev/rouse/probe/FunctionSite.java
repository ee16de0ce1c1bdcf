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

    private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
    private boolean seen;
    private volatile StackTraceElement @Nullable [] stack;
    private volatile boolean learning = true;
    private int learnt;
    private int sweep;
    private int sampled;
    private int skipped;
    private boolean timed;

    private FunctionSite() {}

    /** The site of a callback's class; the calling thread's stack is kept when it is the first that asks. */
    public static FunctionSite of(Object function) {
        FunctionSite site = SITES.get(function.getClass());
        if (!site.seen) {
            site.first.set(new Throwable());
            site.seen = true;
        }
        return site;
    }

    /** The site of a function that is registered here and now; the class's name when the JDK made it. */
    public static Object nameOf(Object function) {
        return function.getClass().getClassLoader() == null
                ? function.getClass().getName()
                : of(function);
    }

    /** The same of a function that was registered elsewhere: the class's name too when that was not seen. */
    public static Object knownName(Object function) {
        if (function.getClass().getClassLoader() != null) {
            FunctionSite site = SITES.get(function.getClass());
            if (site.seen) {
                return site;
            }
        }
        return function.getClass().getName();
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

    /** Remembers that this function has been given a time to run at. */
    public void setTimed() {
        timed = true;
    }

    public boolean isTimed() {
        return timed;
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
