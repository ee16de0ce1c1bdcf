/**
 * The waker contract: futures that are run by polling them, on cores that never share a task.
 *
 * <ol>
 *   <li><b>Pending arms.</b> A leaf that returns pending has first kept the waker of that poll with whatever will
 *       unblock it.
 *   <li><b>Arm, then look again.</b> After it has kept the waker, a leaf looks at its condition once more; an event is
 *       published before the waker is fired. So an event between the first look and the arming is not lost.
 *   <li><b>A wake queues once.</b> However often a waker fires before the next poll, its task is polled once for it.
 *   <li><b>A wake during the poll counts.</b> A waker that fires while its task is being polled has the task polled
 *       again.
 *   <li><b>No wake, no poll.</b> A task is polled again only after its waker has fired, but for the rule that follows.
 *   <li><b>A spurious poll is allowed.</b> A future that is polled though nobody woke it says again what it would have
 *       said, and loses nothing.
 *   <li><b>The newest waker counts.</b> A leaf that is polled with another waker fires that one, and may forget the
 *       older.
 *   <li><b>After the end, nothing.</b> A waker that fires once its task has ended does nothing, and a future that was
 *       ready is not polled again.
 *   <li><b>Dropping releases.</b> {@link dev.rouse.runtime.Future#drop} lets go of wakers, timers, sockets and
 *       children; a task that is cancelled, fails or is done is dropped, once, on its own core.
 *   <li><b>A task stays.</b> All polls and the drop of a task happen on the core that it was spawned on.
 *   <li><b>A failure stays.</b> An exception out of a poll ends that task alone.
 *   <li><b>A budget is kept.</b> A leaf that is ready asks {@link dev.rouse.runtime.Context#spend} first; a task that
 *       has used its budget is queued behind the others.
 *   <li><b>A self-wake gets on.</b> A poll that wakes its own task has moved something, or will be pending on an event
 *       after a few such polls: waking oneself is no way to wait.
 * </ol>
 */
@NullMarked
package dev.rouse.runtime;

import org.jspecify.annotations.NullMarked;
