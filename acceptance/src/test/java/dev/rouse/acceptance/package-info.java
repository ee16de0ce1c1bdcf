/** The built artefacts in child JVMs, on every supported JDK of this machine. */
@NullMarked
package dev.rouse.acceptance;

import org.jspecify.annotations.NullMarked;
