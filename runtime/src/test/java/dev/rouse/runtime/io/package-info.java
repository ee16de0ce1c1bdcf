@NullMarked
package dev.rouse.runtime.io;

import org.jspecify.annotations.NullMarked;
