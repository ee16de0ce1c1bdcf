/** What the agent costs: the services, the load, and the rounds that compare them. */
@NullMarked
package dev.rouse.proofs.overhead;

import org.jspecify.annotations.NullMarked;
