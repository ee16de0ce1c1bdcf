package dev.rouse.runtime.io;

/** A connection: bytes both ways. */
public interface AsyncStream extends AsyncRead, AsyncWrite, AutoCloseable {
    /**
     * Lets go of it at once: what was not flushed is lost, and whoever waits is woken and told. More often is no harm.
     */
    @Override
    void close();
}
