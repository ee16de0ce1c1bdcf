@NullMarked
package dev.rouse.engine.model;

import org.jspecify.annotations.NullMarked;
