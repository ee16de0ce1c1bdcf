package dev.rouse.runtime;

/**
 * Whether one channel may be read and written without blocking. A leaf tries its operation first; when that would
 * block, it asks here, and has then armed the waker of its poll. One reader and one writer wait at most.
 */
public interface Readiness extends AutoCloseable {
    /**
     * Whether a read is worth trying: false from {@link #awaitReadable} until the channel was found ready. A leaf that
     * asks first spares a system call when somebody else's wake has it polled, and is never ready before its own wake.
     */
    boolean isReadable();

    /** Whether a write is worth trying: false from {@link #awaitWritable} until the channel was found ready. */
    boolean isWritable();

    /** The channel would have blocked a read (or an accept): arms the waker to fire when it will not any more. */
    void awaitReadable(Context context);

    /** The channel would have blocked a write (or a connect): arms the waker to fire when it will not any more. */
    void awaitWritable(Context context);

    /** Watches no longer, and wakes whoever still waits: its next try will say what has become of the channel. */
    @Override
    void close();
}
