/** Proves lost wakes from a heap dump. */
@NullMarked
package dev.rouse.heap;

import org.jspecify.annotations.NullMarked;
