/** Programs that are dumped: each thread's name says what the dump must tell of it. */
@NullMarked
package dev.rouse.heap.waits;

import org.jspecify.annotations.NullMarked;
