/** Echo over TCP and TLS: our runtime beside Netty and Tokio. */
@NullMarked
package dev.rouse.proofs.echo;

import org.jspecify.annotations.NullMarked;
