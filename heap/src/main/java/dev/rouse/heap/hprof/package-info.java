/** Reads HPROF heap dumps into an index of primitive arrays: no object of ours for an object of the dump. */
@NullMarked
package dev.rouse.heap.hprof;

import org.jspecify.annotations.NullMarked;
