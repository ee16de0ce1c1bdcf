package dev.rouse.runtime;

/** A future took longer than its {@link Futures#timeout} allows. */
public final class TimedOutException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TimedOutException(String message) {
        super(message);
    }
}
