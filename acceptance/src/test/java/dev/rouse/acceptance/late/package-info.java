/** Programs whose timers, tasks and waits are held up, and the same programs put right. */
@NullMarked
package dev.rouse.acceptance.late;

import org.jspecify.annotations.NullMarked;
