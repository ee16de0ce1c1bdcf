/** Real bugs of released libraries, each a small program of a plain user of that library. */
@NullMarked
package dev.rouse.acceptance.cases;

import org.jspecify.annotations.NullMarked;
