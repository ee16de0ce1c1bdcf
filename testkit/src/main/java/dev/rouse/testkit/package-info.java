@NullMarked
package dev.rouse.testkit;

import org.jspecify.annotations.NullMarked;
