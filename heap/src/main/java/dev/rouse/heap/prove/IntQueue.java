package dev.rouse.heap.prove;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A queue of ints in chunks: first in, first out. */
final class IntQueue {
    static final int EMPTY = -1;
    private static final int CHUNK = 1 << 14;

    private final Deque<int[]> full = new ArrayDeque<>();
    private int[] in = new int[CHUNK];
    private int @Nullable [] out;
    private int written;
    private int read;
    private int end;

    void add(int value) {
        if (written == CHUNK) {
            full.add(in);
            in = new int[CHUNK];
            written = 0;
        }
        in[written++] = value;
    }

    /** The first of them, or {@link #EMPTY}. */
    int poll() {
        if (out == null || read == end) {
            int[] next = full.poll();
            end = next == null ? written : CHUNK;
            out = next == null ? in : next;
            read = 0;
            if (end == 0) {
                return EMPTY;
            }
            if (next == null) {
                in = new int[CHUNK];
                written = 0;
            }
        }
        return out[read++];
    }
}
