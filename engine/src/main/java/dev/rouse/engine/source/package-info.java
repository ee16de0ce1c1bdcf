@NullMarked
package dev.rouse.engine.source;

import org.jspecify.annotations.NullMarked;
