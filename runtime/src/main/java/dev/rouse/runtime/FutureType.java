package dev.rouse.runtime;

import org.jspecify.annotations.Nullable;

/** What one core knows of all futures of one class. The core's own. */
final class FutureType {
    /** So many first polls of a class are traced, so that its site is known when one of its tasks is lost. */
    private static final int LEARN = 8;

    /** Buckets of a base-2 exponential histogram of scale 3, from 1 ns to some 9 years. */
    private static final int SCALE = 3;

    /** A stall between an event and its wakes masks several at once; so many stalls are the rule, not a chance. */
    private static final int STALLS = 3;

    /** What comes within so many nanoseconds may be of one stall. */
    private static final long STALL_NS = 1_000_000_000;

    /** A stall in mid-event is rarer than one event in so many, even on a crowded machine. */
    private static final long RARE = 1_000;

    /** Children counted before the counts are halved: what a type did long ago fades. */
    private static final long MOST = 100_000;

    final String name;
    private final Class<?> type;
    private final long[] delays = new long[64 << SCALE];
    private long @Nullable [] waits;
    private long samples;
    private int learnt;
    private long woken;
    private long masked;
    private long maskedAt;
    private int stalls;

    private @Nullable WaitSite site;
    private boolean elsewhere;

    /** Whether one of them has been polled again as a child: then not all are at their first wait. */
    boolean goesOn;

    FutureType(Class<?> type) {
        this.type = type;
        name = WaitSite.readable(type.getName());
    }

    /** One of them was seen to wait here. */
    void sees(WaitSite seen) {
        WaitSite before = site;
        WaitSite common = before == null ? seen : before.common(seen);
        elsewhere |= common == null;
        site = common;
    }

    /** Where all of them that were seen waited, as far as they agree; null when they do not, or when none was seen. */
    @Nullable WaitSite site() {
        return elsewhere ? null : site;
    }

    /** The future at fault: the innermost where it waits, which is this one when its poll is inherited. */
    String atFault(@Nullable WaitSite where) {
        for (Class<?> inherited = type; where != null && inherited != null; inherited = inherited.getSuperclass()) {
            if (WaitSite.readable(inherited.getName()).equals(where.type())) {
                return name;
            }
        }
        return where == null ? name : where.type();
    }

    boolean isNew() {
        return learnt < LEARN;
    }

    /** Whether one more poll shall be traced, since few have been. */
    boolean wantsSite() {
        return learnt < LEARN && learnt++ < LEARN;
    }

    /** The next few are traced, since those traced before differ. */
    void learnMore() {
        learnt = Math.min(learnt, LEARN - 2);
    }

    /** Records one sampled time from wake to poll, in nanoseconds. */
    void delayed(long nanos) {
        delays[bucket(nanos)]++;
        samples++;
    }

    /** Records how long one of them waited, as a child, in nanoseconds. */
    void waited(long nanos) {
        long[] known = waits;
        if (known == null) {
            known = new long[delays.length];
            waits = known;
        }
        known[bucket(nanos)]++;
    }

    /**
     * One of them, a child, was ready as its own waker had said.
     *
     * @return whether none had been on this core
     */
    boolean wokeItself() {
        if (++woken >= MOST) {
            woken /= 2;
            masked /= 2;
            stalls /= 2;
        }
        return woken == 1;
    }

    /**
     * One of them, a child, was ready at this time of the core's clock, and its own waker has not fired. Now and then
     * that is right: its event was about to fire it, and when it was ready it left its place among those to be fired.
     *
     * @param fires whether any of them was ready as its own waker had said, on any core
     * @return whether that is excluded: none of them ever fires, or it happens again and again
     */
    boolean wasMasked(long at, boolean fires) {
        if (masked == 0 || at - maskedAt >= STALL_NS) {
            stalls++;
            maskedAt = at;
        }
        masked++;
        return !fires || (stalls >= STALLS && masked * RARE >= woken);
    }

    private static int bucket(long nanos) {
        long value = Math.max(1, nanos);
        int exponent = 63 - Long.numberOfLeadingZeros(value);
        int fraction = exponent >= SCALE
                ? (int) (value >>> (exponent - SCALE)) & ((1 << SCALE) - 1)
                : (int) (value << (SCALE - exponent)) & ((1 << SCALE) - 1);
        return (exponent << SCALE) + fraction;
    }

    long samples() {
        return samples;
    }

    /** The delay that this share of the samples stayed below, in nanoseconds; 0 without samples. */
    long quantile(double share) {
        long rest = (long) Math.ceil(samples * share);
        for (int bucket = 0; bucket < delays.length; bucket++) {
            rest -= delays[bucket];
            if (rest <= 0) {
                return samples == 0 ? 0 : value(bucket, 0);
            }
        }
        return Long.MAX_VALUE;
    }

    /** @param within how far into the bucket, 0 to 1 */
    private static long value(int bucket, double within) {
        int exponent = bucket >> SCALE;
        double fraction = ((bucket & ((1 << SCALE) - 1)) + within) / (1 << SCALE);
        return (long) ((1L << exponent) * (1 + fraction));
    }

    /** Takes so many samples of about so long. */
    interface Samples {
        void of(long nanos, long count);
    }

    /** Shows the delays of this interval. */
    void visitDelays(Samples visitor) {
        visit(delays, visitor);
    }

    /** Shows the waits of this interval, and forgets them. */
    void takeWaits(Samples visitor) {
        long[] known = waits;
        if (known != null) {
            visit(known, visitor);
            java.util.Arrays.fill(known, 0);
        }
    }

    private static void visit(long[] buckets, Samples visitor) {
        for (int bucket = 0; bucket < buckets.length; bucket++) {
            if (buckets[bucket] > 0) {
                visitor.of(value(bucket, 0.5), buckets[bucket]);
            }
        }
    }

    /** Forgets the delays, for the next interval. */
    void reset() {
        java.util.Arrays.fill(delays, 0);
        samples = 0;
    }
}
