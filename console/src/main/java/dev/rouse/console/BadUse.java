package dev.rouse.console;

/** Wrong use or bad input: its message is the one sentence that is printed, and the exit code is 2. */
final class BadUse extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadUse(String sentence) {
        super(sentence);
    }

    BadUse(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
