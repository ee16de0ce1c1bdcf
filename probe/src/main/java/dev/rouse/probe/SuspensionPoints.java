package dev.rouse.probe;

import java.util.Arrays;

/** Tells the points at which a coroutine's code can be suspended apart: each is a site of its own. */
public interface SuspensionPoints {
    /** The point at which this continuation is suspended now. */
    FunctionSite of(Object continuation);

    /** The points of one class of continuation, by the label that it holds while it is suspended there. */
    final class ByLabel {
        /** A method with more points than this has the rest of them in one. */
        private static final int MOST = 1_000;

        private volatile FunctionSite[] sites = {};

        /** The site of one label; the calling thread's stack is kept when it is the first that asks. */
        public FunctionSite site(int label) {
            int at = label >= 0 && label < MOST ? label : MOST;
            FunctionSite[] known = sites;
            return at < known.length ? known[at].seen() : add(at).seen();
        }

        private synchronized FunctionSite add(int at) {
            FunctionSite[] known = sites;
            if (at >= known.length) {
                FunctionSite[] more = Arrays.copyOf(known, at + 1);
                for (int i = known.length; i <= at; i++) {
                    more[i] = new FunctionSite();
                }
                sites = more;
                known = more;
            }
            return known[at];
        }
    }
}
