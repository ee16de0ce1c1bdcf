@NullMarked
package dev.rouse.examples.burn;

import org.jspecify.annotations.NullMarked;
