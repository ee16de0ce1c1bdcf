@NullMarked
package dev.rouse.agent;

import org.jspecify.annotations.NullMarked;
