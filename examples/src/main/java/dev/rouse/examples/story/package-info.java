/** What the stories have in common: their child JVMs and their options. */
@NullMarked
package dev.rouse.examples.story;

import org.jspecify.annotations.NullMarked;
