/** Threads that wait for each other in a circle, and threads that only seem to. */
@NullMarked
package dev.rouse.acceptance.deadlock;

import org.jspecify.annotations.NullMarked;
