/** Services without a bug, written as their users write them: idle and busy in turns, some answers slow, none lost. */
@NullMarked
package dev.rouse.acceptance.innocent;

import org.jspecify.annotations.NullMarked;
