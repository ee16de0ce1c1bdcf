package dev.rouse.heap;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Fingerprint;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Site;
import java.util.List;

/**
 * What a heap dump says of the waits in it.
 *
 * @param findings waits that will never end, as far as can be told
 * @param held blocked threads that somebody can still wake, by site
 * @param doubts why nothing of this dump counts as proven; empty when something may
 * @param lost the threads of the findings, one by one
 */
public record HeapReport(Counts counts, List<Finding> findings, List<Held> held, List<String> doubts, List<Lost> lost) {

    public HeapReport {
        findings = List.copyOf(findings);
        held = List.copyOf(held);
        doubts = List.copyOf(doubts);
        lost = List.copyOf(lost);
    }

    /**
     * @param jdk the feature version of the JVM that was dumped; 0 when unknown
     * @param threads platform and virtual ones
     * @param running those that run, wait for a time only, or may be able to go on
     * @param held blocked, and somebody who can run reaches their waker
     * @param lost blocked, and in a finding
     */
    public record Counts(int jdk, int objects, int threads, int virtual, int running, int held, int lost) {}

    /**
     * Blocked threads of one site, or promises with one callback, that somebody can still wake or complete, and whose
     * wakers are held in one way.
     *
     * @param task the name of the first thread, or what it is instead
     * @param trail the way to the waker of the first of them, from whoever holds it; the last line may tell what else
     *     lies where the waker does
     * @param fingerprint of the site, the source and the way: the same in each run of one build
     */
    public record Held(Site site, String source, int count, String task, List<String> trail, String fingerprint) {
        public Held {
            trail = List.copyOf(trail);
        }

        /** One that is told apart by its site and source alone. */
        public Held(Site site, String source, int count, String task, List<String> trail) {
            this(site, source, count, task, trail, Fingerprint.of(Kind.LOST_WAKE, site, source));
        }
    }

    /**
     * One thread that will not go on, as far as can be told.
     *
     * @param tid its number, which the JVM gives to no other thread
     * @param fingerprint of the finding that counts it
     */
    public record Lost(long tid, String name, Site site, String source, String fingerprint, Grade grade) {}
}
