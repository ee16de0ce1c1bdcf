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

    /**
     * So many more between two sweeps tell how long they take, and not by whom they end: those cost next to nothing.
     */
    private static final int TIMES = 8;

    /** Odd, so that each of several sites that a thread comes by in rounds has its turn among those. */
    private static final int PHASE = 27;

    private static final ClassValue<FunctionSite> SITES = new ClassValue<>() {
        @Override
        protected FunctionSite computeValue(Class<?> type) {
            return new FunctionSite();
        }
    };

    private static boolean timing;

    private final AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
    private boolean seen;
    private volatile StackTraceElement @Nullable [] stack;
    private volatile boolean learning = true;
    private int learnt;
    private int sweep;
    private int sampled;
    private int skipped;
    private final Gate times = new Gate(TIMES, ONE_IN - 1);
    private int timesOf;
    private boolean timed;
    private boolean idle;

    FunctionSite() {
        times.open();
    }

    /** Whether more waits shall be timed than are sampled: for as long as somebody records. */
    public static void time(boolean more) {
        timing = more;
    }

    /** The site of a callback's class; the calling thread's stack is kept when it is the first that asks. */
    public static FunctionSite of(Object function) {
        return SITES.get(function.getClass()).seen();
    }

    /** This site; the calling thread's stack is kept when it is the first that asks. */
    FunctionSite seen() {
        if (!seen) {
            first.set(new Throwable());
            seen = true;
        }
        return this;
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
     * What samples the registration that was just made.
     *
     * @param place where it went in its thread's chunk
     * @return null when it shall not be sampled
     */
    public @Nullable Cell cell(int place) {
        int stands = stands(place);
        if (stands > 0) {
            return Cell.sampling(this, stands);
        }
        return timing ? timing(place) : null;
    }

    private @Nullable Cell timing(int place) {
        int now = Cell.sweeps();
        if (timesOf != now) {
            timesOf = now;
            times.renew();
        }
        int standsByTime = times.pass(place + now * PHASE);
        return standsByTime == 0 ? null : Cell.timing(this, standsByTime);
    }

    /** @return for how many registrations it stands; 0 when it shall not be sampled with its waker */
    int stands(int place) {
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

    /** Remembers that what waits here may wait for ever: it is registered no more. */
    public void setIdle() {
        idle = true;
    }

    public boolean isIdle() {
        return idle;
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
