@NullMarked
package dev.rouse.acceptance;

import org.jspecify.annotations.NullMarked;
