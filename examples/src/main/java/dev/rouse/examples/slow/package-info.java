/**
 * The story of the slow shop: a service on Rouse's runtime that answers every request, some of them late, because one
 * future of a group is never woken itself.
 */
@NullMarked
package dev.rouse.examples.slow;

import org.jspecify.annotations.NullMarked;
