/** Watches a Tokio service over the protocol of tokio-console, and tells the engine what it sees. */
@NullMarked
package dev.rouse.tokio;

import org.jspecify.annotations.NullMarked;
