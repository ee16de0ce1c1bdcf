package dev.rouse.heap;

import java.time.Instant;

/**
 * One dump, read: what it says, when it was taken, and of which process.
 *
 * @param salt the same in all dumps of one process; 0 when the dump does not tell
 */
public record Look(HeapReport report, Instant takenAt, long salt) {}
