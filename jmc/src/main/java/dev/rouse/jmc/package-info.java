@NullMarked
package dev.rouse.jmc;

import org.jspecify.annotations.NullMarked;
