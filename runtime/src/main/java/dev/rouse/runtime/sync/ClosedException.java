package dev.rouse.runtime.sync;

/** The other end of a channel is gone: nobody will send any more, or nobody will receive. */
public final class ClosedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ClosedException(String message) {
        super(message);
    }
}
