@NullMarked
package dev.rouse.engine.detect;

import org.jspecify.annotations.NullMarked;
