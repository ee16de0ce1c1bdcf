package dev.rouse.runtime.sync;

import org.jspecify.annotations.Nullable;

/**
 * Who waits, in the order of coming. Its owner's lock guards it. A place that has left never comes back, so its link is
 * free to chain those who are to be woken once the lock is released.
 *
 * @param <W> who waits
 */
final class Line<W extends Line.Place<W>> {
    private @Nullable W first;
    private @Nullable W last;

    /** One who waits. */
    abstract static class Place<W> {
        private @Nullable W before;
        private @Nullable W after;
    }

    @Nullable W first() {
        return first;
    }

    boolean isEmpty() {
        return first == null;
    }

    void append(W place) {
        W end = last;
        if (end == null) {
            first = place;
        } else {
            link(end, place);
        }
        last = place;
    }

    /** Takes out one that stands in line. */
    void remove(W place) {
        Place<W> leaving = place;
        W before = leaving.before;
        W after = leaving.after;
        if (before == null) {
            first = after;
        } else {
            ((Place<W>) before).after = after;
        }
        if (after == null) {
            last = before;
        } else {
            ((Place<W>) after).before = before;
        }
        leaving.before = null;
        leaving.after = null;
    }

    private static <W extends Place<W>> void link(W before, W after) {
        ((Place<W>) before).after = after;
        ((Place<W>) after).before = before;
    }

    /** Those who have left the line to be woken, in their order. */
    static final class Left<W extends Place<W>> {
        private @Nullable W first;
        private @Nullable W last;

        void add(W place) {
            if (last == null) {
                first = place;
            } else {
                ((Place<W>) last).after = place;
            }
            last = place;
        }

        /** The next one, who is forgotten here; null when there is none. Needs no lock. */
        @Nullable W take() {
            W next = first;
            if (next != null) {
                Place<W> leaving = next;
                first = leaving.after;
                leaving.after = null;
            }
            return next;
        }
    }
}
