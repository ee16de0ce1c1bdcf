/**
 * Sockets and TLS for tasks: streams that are read and written by polling them, without blocking.
 *
 * <p>A stream stays on the core where it was first polled. It has one reader and one writer at most, which may be two
 * children of one task, each with a waker of its own.
 */
@NullMarked
package dev.rouse.runtime.io;

import org.jspecify.annotations.NullMarked;
