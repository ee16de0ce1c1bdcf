@NullMarked
package dev.rouse.acceptance.baseline;

import org.jspecify.annotations.NullMarked;
