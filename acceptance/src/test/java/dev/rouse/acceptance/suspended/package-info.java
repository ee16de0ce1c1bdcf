/** A service of coroutines and Monos, some of which are never woken. */
@NullMarked
package dev.rouse.acceptance.suspended;

import org.jspecify.annotations.NullMarked;
