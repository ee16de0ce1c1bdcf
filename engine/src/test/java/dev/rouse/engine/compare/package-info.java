@NullMarked
package dev.rouse.engine.compare;

import org.jspecify.annotations.NullMarked;
