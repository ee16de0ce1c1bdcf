package dev.rouse.heap.prove;

/** A bit for each object of a dump. */
final class Bits {
    private final long[] words;

    Bits(int size) {
        this(new long[(size >>> 6) + 1]);
    }

    private Bits(long[] words) {
        this.words = words;
    }

    Bits copy() {
        return new Bits(words.clone());
    }

    boolean has(int i) {
        return (words[i >>> 6] & 1L << i) != 0;
    }

    /** Whether it was not there before. */
    boolean add(int i) {
        long bit = 1L << i;
        if ((words[i >>> 6] & bit) != 0) {
            return false;
        }
        words[i >>> 6] |= bit;
        return true;
    }
}
