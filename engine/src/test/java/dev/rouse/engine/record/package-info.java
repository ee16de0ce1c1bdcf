@NullMarked
package dev.rouse.engine.record;

import org.jspecify.annotations.NullMarked;
