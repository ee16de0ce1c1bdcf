/** Tells from a heap dump which waits can never end, by reachability. */
@NullMarked
package dev.rouse.heap.prove;

import org.jspecify.annotations.NullMarked;
