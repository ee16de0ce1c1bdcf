/** Services that Rouse visits: under load while it comes and goes, and beside another agent. */
@NullMarked
package dev.rouse.acceptance.guest;

import org.jspecify.annotations.NullMarked;
