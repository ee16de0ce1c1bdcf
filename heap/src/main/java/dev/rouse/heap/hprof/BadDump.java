package dev.rouse.heap.hprof;

/** A file that is no heap dump, or not a whole one: its message is one sentence that says what was found. */
public final class BadDump extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadDump(String sentence) {
        super(sentence);
    }

    public BadDump(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
