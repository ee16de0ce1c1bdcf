/** How fast and in how little memory heap dumps are read, beside shark. */
@NullMarked
package dev.rouse.proofs.heap;

import org.jspecify.annotations.NullMarked;
