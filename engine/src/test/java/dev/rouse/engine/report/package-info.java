@NullMarked
package dev.rouse.engine.report;

import org.jspecify.annotations.NullMarked;
