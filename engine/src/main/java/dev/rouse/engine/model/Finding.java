package dev.rouse.engine.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One breach, grouped over all its occurrences. A later finding of the same fingerprint replaces an earlier one: its
 * count has grown or its grade has risen.
 *
 * @param count how many waits share this breach
 * @param firstSeen wall-clock time of the first of them
 * @param lastSeen wall-clock time of the latest look that still saw one
 * @param fingerprint stable over runs of the same build: 16 hexadecimal digits of kind, site and source
 * @param waiting what waits, and where
 * @param usualWaker who ends the other waits of this site; null when none has been seen
 * @param culprit the code at fault; null when unknown
 * @param sockets addresses of the connections that hang with it, {@code ip:port} of the remote side
 * @param evidence sentences, strongest first
 * @param fix one sentence of advice
 * @param partial whether data that this finding depends on was lost
 */
public record Finding(
        Kind kind,
        Grade grade,
        long count,
        Instant firstSeen,
        Instant lastSeen,
        String fingerprint,
        Waiting waiting,
        @Nullable UsualWaker usualWaker,
        @Nullable Culprit culprit,
        List<String> sockets,
        List<String> evidence,
        String fix,
        boolean partial) {

    public Finding {
        sockets = List.copyOf(sockets);
        evidence = List.copyOf(evidence);
    }

    /**
     * What waits, and where.
     *
     * @param site the line that waits
     * @param task the oldest of the tasks that wait; null when no task is known
     * @param source the type waited on
     * @param ageMs how long the oldest has waited, in milliseconds; {@link #NO_AGE} when nothing tells, as in a heap
     *     dump
     * @param stack the oldest one's frames, innermost first
     */
    public record Waiting(Site site, @Nullable String task, String source, long ageMs, List<String> stack) {
        public static final long NO_AGE = -1;

        public Waiting {
            stack = List.copyOf(stack);
        }

        /** Whether its age is known. */
        public boolean aged() {
            return ageMs != NO_AGE;
        }
    }

    /**
     * The wake site that ended most of the other waits of the same site.
     *
     * @param share of the sampled wakes that came from it, 0 to 1
     * @param medianMs median time those waits lasted, in milliseconds
     * @param samples how many wakes were sampled in all
     */
    public record UsualWaker(Site site, double share, double medianMs, long samples) {}

    /** The code at fault, and what it did. */
    public record Culprit(Site site, String why) {}
}
