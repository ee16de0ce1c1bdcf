@NullMarked
package dev.rouse.examples.slow;

import org.jspecify.annotations.NullMarked;
