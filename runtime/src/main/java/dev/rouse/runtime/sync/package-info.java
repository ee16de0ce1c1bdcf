/**
 * Leaves with which tasks meet, of one core or of several: {@link dev.rouse.runtime.sync.Oneshot},
 * {@link dev.rouse.runtime.sync.Mpsc}, {@link dev.rouse.runtime.sync.Notify}, {@link dev.rouse.runtime.sync.Semaphore},
 * {@link dev.rouse.runtime.sync.Mutex}.
 *
 * <ol>
 *   <li>What is not a future may be used from any thread; a future is polled and dropped by its owner alone.
 *   <li>Futures begin at their first poll, and are for one use: one that is polled after it was ready, failed or was
 *       dropped throws {@link java.lang.IllegalStateException}.
 *   <li>Who waits is served first come, first served.
 *   <li>A permit or a notification that was handed to a waiter which is dropped before it took it goes to the next one.
 *   <li>No waker is fired under a lock, and locks are held for a few instructions.
 * </ol>
 */
@NullMarked
package dev.rouse.runtime.sync;

import org.jspecify.annotations.NullMarked;
