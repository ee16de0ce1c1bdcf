/**
 * A small HTTP service that hangs some of its requests under load, with a load generator that shows it.
 *
 * <p>The {@link dev.rouse.examples.hang.Gateway} asks an authentication library of the C kind before it serves a
 * request. The bug is in {@link dev.rouse.examples.hang.AuthClient#verify}: requests in flight stand in a table of 32
 * slots by turns, so a request whose answer takes longer than the next 32 requests is overwritten, and its answer finds
 * nobody. Fewer than 32 are in flight at any time; it is their order that breaks it. {@code AuthClientTest} shows it
 * step by step.
 *
 * <p>With the times of {@link dev.rouse.examples.hang.AuthLibrary} a partner's token is overtaken from 32 / 0.18 s =
 * 178 requests a second on, always from 32 / 0.14 s = 229 on, and never by a client that sends one request at a time.
 */
@NullMarked
package dev.rouse.examples.hang;

import org.jspecify.annotations.NullMarked;
