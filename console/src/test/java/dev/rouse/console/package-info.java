@NullMarked
package dev.rouse.console;

import org.jspecify.annotations.NullMarked;
