/**
 * What lives in the boot loader of the target: hooks, and the nursery of waits. Nothing here outlives an error: see
 * {@link Nursery#fail}.
 */
@NullMarked
package dev.rouse.probe;

import org.jspecify.annotations.NullMarked;
