package dev.rouse.heap.prove;

/**
 * Objects that have still to be scanned, in levels: what those of one level lead to is the next one. So the first way
 * to an object is a shortest one. A large level comes in the order of the objects, which is about that of the file:
 * memory is read several times as fast so as in the order in which they were found.
 */
final class Frontier {
    static final int EMPTY = -1;

    private Level now;
    private Level next;

    Frontier(int objects) {
        now = new Level(objects);
        next = new Level(objects);
    }

    void add(int object) {
        next.add(object);
    }

    /** The next of them, or {@link #EMPTY}. */
    int poll() {
        int object = now.poll();
        if (object == EMPTY) {
            Level done = now;
            now = next;
            next = done;
            next.clear();
            object = now.poll();
        }
        return object;
    }

    /** A list of a few objects, or a bit for each of all. */
    private static final class Level {
        private static final int FEW = 1024;

        private final int objects;
        private final int[] few;
        private long[] words = {};
        private long word;
        private boolean many;
        private int count;
        private int at;

        Level(int objects) {
            this.objects = objects;
            few = new int[FEW + (objects >>> 10)];
        }

        void add(int object) {
            if (many) {
                words[object >>> 6] |= 1L << object;
            } else if (count < few.length) {
                few[count++] = object;
            } else {
                spill();
                add(object);
            }
        }

        private void spill() {
            if (words.length == 0) {
                words = new long[(objects >>> 6) + 1];
            }
            many = true;
            at = -1;
            word = 0;
            for (int i = 0; i < count; i++) {
                add(few[i]);
            }
        }

        /** The words are left empty, ready for another level. */
        int poll() {
            if (!many) {
                return at < count ? few[at++] : EMPTY;
            }
            while (word == 0) {
                if (++at >= words.length) {
                    return EMPTY;
                }
                word = words[at];
                words[at] = 0;
            }
            int bit = Long.numberOfTrailingZeros(word);
            word &= word - 1;
            return (at << 6) + bit;
        }

        void clear() {
            count = 0;
            at = 0;
            many = false;
        }
    }
}
