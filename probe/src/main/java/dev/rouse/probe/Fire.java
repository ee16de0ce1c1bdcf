package dev.rouse.probe;

import org.jspecify.annotations.Nullable;

/** One sampled firing of a timer. */
public final class Fire {
    /** What it runs: a {@link FunctionSite}, or the name of a class. */
    public final Object what;

    /** Type of the timer. */
    public final Class<?> type;

    /** From its deadline until it ran. */
    public final long lateNs;

    /** For how many firings it stands. */
    public final int stands;

    /** Which timer's run held the thread meanwhile, in the form of {@link #what}; null when none is known to have. */
    public final @Nullable Object heldBy;

    /** How long that one ran. */
    public final long heldNs;

    @Nullable Fire link;

    Fire(Object what, Class<?> type, long lateNs, int stands, @Nullable Object heldBy, long heldNs) {
        this.what = what;
        this.type = type;
        this.lateNs = lateNs;
        this.stands = stands;
        this.heldBy = heldBy;
        this.heldNs = heldNs;
    }
}
