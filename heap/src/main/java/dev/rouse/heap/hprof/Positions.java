package dev.rouse.heap.hprof;

/** Where in the file each object lies: 4 bytes an object, and a fifth only in a dump beyond 4 GB. */
final class Positions {
    private static final long LOW = 0xffffffffL;

    private final int[] low;
    private final byte[] high;

    Positions(int objects, long fileSize) {
        low = new int[objects];
        high = new byte[fileSize > LOW ? objects : 0];
    }

    void set(int object, long at) {
        low[object] = (int) at;
        if (high.length > 0) {
            high[object] = (byte) (at >>> 32);
        }
    }

    long of(int object) {
        long at = low[object] & LOW;
        return high.length == 0 ? at : at | (high[object] & 0xffL) << 32;
    }
}
