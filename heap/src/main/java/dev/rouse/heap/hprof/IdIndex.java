package dev.rouse.heap.hprof;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Ids of objects to dense indices: a bit for each 8 bytes of address, in pages of 256 KB of heap, and beside each word
 * of bits, in the same cache line, how many come before it. It costs 16 bytes for each 512 bytes of heap.
 */
final class IdIndex {
    private static final int PAGE_BITS = 15;
    private static final int WORDS = 1 << (PAGE_BITS - 6);
    private static final long MIX = 0x9E3779B97F4A7C15L;

    /** In turn 64 bits and their rank. */
    private final long[] words;

    private final long[] keys;
    private final int[] pages;
    private final int shift;
    private final int size;

    /** Collects the ids. */
    static final class Builder {
        private static final int FEW_PAGES = 4096;

        /** A page costs 10 KB while the index is made; of a whole heap's some 100 KB are in the file. */
        private static final int BYTES_A_PAGE = 8 << 10;

        private final Map<Long, long[]> pages = new HashMap<>();
        private final long mostPages;
        private long key = -1;
        private long[] page = {};

        /** @param bytes how long the dump is */
        Builder(long bytes) {
            mostPages = Math.max(FEW_PAGES, bytes / BYTES_A_PAGE);
        }

        /** @throws BadDump when the ids are no addresses of one heap, so that the index would take all memory */
        void add(long id) {
            long bit = id >>> 3;
            if (bit >>> PAGE_BITS != key) {
                key = bit >>> PAGE_BITS;
                page = pages.computeIfAbsent(key, k -> new long[WORDS]);
                if (pages.size() > mostPages) {
                    throw new BadDump("it is damaged: its objects lie further apart than those of any heap");
                }
            }
            page[(int) (bit >>> 6) & (WORDS - 1)] |= 1L << bit;
        }

        IdIndex build() {
            return new IdIndex(pages);
        }
    }

    private IdIndex(Map<Long, long[]> collected) {
        long[] sorted = collected.keySet().stream().mapToLong(k -> k).sorted().toArray();
        words = new long[Math.multiplyExact(sorted.length, 2 * WORDS)];
        int capacity = Integer.highestOneBit(Math.max(16, sorted.length * 4));
        shift = Long.numberOfLeadingZeros(capacity) + 1;
        keys = new long[capacity];
        Arrays.fill(keys, -1);
        pages = new int[capacity];
        int rank = 0;
        for (int i = 0; i < sorted.length; i++) {
            int at = i * 2 * WORDS;
            enter(sorted[i], at);
            for (long bits : Objects.requireNonNull(collected.remove(sorted[i]))) {
                words[at++] = bits;
                words[at++] = rank;
                rank += Long.bitCount(bits);
            }
        }
        size = rank;
    }

    private void enter(long key, int page) {
        int slot = (int) ((key * MIX) >>> shift);
        while (keys[slot] != -1) {
            slot = (slot + 1) & (keys.length - 1);
        }
        keys[slot] = key;
        pages[slot] = page;
    }

    int size() {
        return size;
    }

    /** The index of an object, from 0; -1 when no object has that id. */
    int of(long id) {
        long bit = id >>> 3;
        long key = bit >>> PAGE_BITS;
        int slot = (int) ((key * MIX) >>> shift);
        while (keys[slot] != key) {
            if (keys[slot] == -1) {
                return -1;
            }
            slot = (slot + 1) & (keys.length - 1);
        }
        int word = pages[slot] + 2 * ((int) (bit >>> 6) & (WORDS - 1));
        long bits = words[word];
        long below = bits & ((1L << bit) - 1);
        return (bits & 1L << bit) == 0 ? -1 : (int) words[word + 1] + Long.bitCount(below);
    }
}
