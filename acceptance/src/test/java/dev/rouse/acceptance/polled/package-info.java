/** Small programs on Rouse's own runtime, with the mistakes that it is to find, and without. */
@NullMarked
package dev.rouse.acceptance.polled;

import org.jspecify.annotations.NullMarked;
