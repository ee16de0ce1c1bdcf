package dev.rouse.tokio;

/** No console of a Tokio service answers at an address: its message is the one sentence that says why. */
public final class Unreachable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreachable(String sentence) {
        super(sentence);
    }
}
