/**
 * Checks of hand-written futures against the waker contract, whose rules stand in {@link dev.rouse.runtime}: every
 * short ordering of polls, events, wakes and drops is tried, and the first that breaks a rule is told.
 */
@NullMarked
package dev.rouse.testkit.contract;

import org.jspecify.annotations.NullMarked;
