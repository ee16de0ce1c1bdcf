@NullMarked
package dev.rouse.proofs;

import org.jspecify.annotations.NullMarked;
