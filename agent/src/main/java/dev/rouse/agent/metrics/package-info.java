@NullMarked
package dev.rouse.agent.metrics;

import org.jspecify.annotations.NullMarked;
