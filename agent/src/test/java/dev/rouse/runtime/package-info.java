@NullMarked
package dev.rouse.runtime;

import org.jspecify.annotations.NullMarked;
