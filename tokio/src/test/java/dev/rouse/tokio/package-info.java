@NullMarked
package dev.rouse.tokio;

import org.jspecify.annotations.NullMarked;
