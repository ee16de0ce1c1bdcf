package dev.rouse.probe;

/**
 * Lets so few of many events through that the rest cost a plain read: some between two sweeps, spread over the time
 * between them, however many come. Racy on purpose, so its limits are soft.
 */
public final class Gate {
    /** One in 65,536 at most: past that rate a sweep's share is spent at its start. */
    private static final int THINNEST = 0xffff;

    private final int most;
    private final int thinnest;
    private boolean open;
    private int left;
    private int mask;
    private int seen;

    /** @param most how many pass between two sweeps */
    public Gate(int most) {
        this(most, THINNEST);
    }

    /** @param thinnest one in so many at most, less one; a power of two less one */
    Gate(int most, int thinnest) {
        this.most = most;
        this.thinnest = thinnest;
    }

    /** @return for how many events this one stands; 0 when it shall not pass */
    public int pass() {
        return left <= 0 ? 0 : pass(++seen);
    }

    /**
     * The same of events that the caller has numbered, each thread its own.
     *
     * @return for how many events this one stands; 0 when it shall not pass
     */
    int pass(int number) {
        if (left <= 0 || (number & mask) != 0) {
            return 0;
        }
        left--;
        return mask + 1;
    }

    /**
     * Called by each sweep: one in twice as many passes from now on if all were used up, one in half as many if few.
     */
    public void renew() {
        if (!open) {
            return;
        }
        if (left <= 0 && mask < thinnest) {
            mask = mask * 2 + 1;
        } else if (left > most - most / 4) {
            mask /= 2;
        }
        left = most;
    }

    /** Lets nothing pass until it is opened. */
    public void close() {
        open = false;
        left = 0;
    }

    /** Lets each pass for itself, until many come. */
    public void open() {
        mask = 0;
        left = most;
        open = true;
    }
}
