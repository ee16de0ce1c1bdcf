/** What a poll, a wake, a spawn and a message cost on our runtime, and on its peers in the same run. */
@NullMarked
package dev.rouse.proofs.runtime;

import org.jspecify.annotations.NullMarked;
