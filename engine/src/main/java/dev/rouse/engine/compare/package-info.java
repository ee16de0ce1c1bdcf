/** Compares two recordings: which sites are slower than they were, how sure that is, and what it costs. */
@NullMarked
package dev.rouse.engine.compare;

import org.jspecify.annotations.NullMarked;
