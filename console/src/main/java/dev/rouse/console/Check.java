package dev.rouse.console;

import org.jspecify.annotations.Nullable;

/**
 * One thing that must hold for an attach.
 *
 * @param words what holds, or what does not
 * @param mend what to do about it; null when it holds
 */
record Check(String words, @Nullable String mend) {
    static Check ok(String words) {
        return new Check(words, null);
    }

    static Check problem(String words, String mend) {
        return new Check(words, mend);
    }

    boolean holds() {
        return mend == null;
    }

    /** The problem and its mend in one sentence. */
    BadUse asBadUse() {
        return new BadUse(words + ": " + mend);
    }

    /** A line of {@code rouse doctor}. */
    @Override
    public String toString() {
        return holds() ? "ok       " + words : "problem  " + words + "\n         -> " + mend;
    }
}
