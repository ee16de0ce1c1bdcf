/**
 * The ways between futures that are polled and what Java has otherwise: {@link dev.rouse.runtime.bridge.Stages} for
 * completion stages, {@link dev.rouse.runtime.bridge.Publishers} for publishers of {@link java.util.concurrent.Flow},
 * {@link dev.rouse.runtime.bridge.Await} for threads that may block.
 */
@NullMarked
package dev.rouse.runtime.bridge;

import org.jspecify.annotations.NullMarked;
