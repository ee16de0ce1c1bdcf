package dev.rouse.heap.prove;

import dev.rouse.heap.hprof.Heap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a blocked thread got its verdict, as sentences, the strongest first. */
final class Reasons {
    private final Heap heap;
    private final Threads threads;
    private final Proof proof;
    private final List<String> doubts;
    private final Trail trail;

    Reasons(Heap heap, Threads threads, Proof proof, List<String> doubts) {
        this.heap = heap;
        this.threads = threads;
        this.proof = proof;
        this.doubts = doubts;
        this.trail = new Trail(heap, threads, proof.marking());
    }

    List<String> of(HeapThread thread) {
        List<String> reasons = new ArrayList<>();
        String innocence = Innocence.of(thread);
        switch (proof.verdict(thread)) {
            case PROVEN -> {
                reasons.add(why(thread));
                reasons.add(
                        thread.itsWait().interruptible()
                                ? "no thread that can run reaches the waiting thread either, so nobody interrupts it"
                                : "an interrupt does not end this wait");
                if (proof.garbage()) {
                    reasons.add("this dump holds garbage too, which counts as held by nobody; a dump of live objects,"
                            + " as jcmd takes, is surer");
                }
            }
            case INTERRUPT_ONLY -> {
                reasons.add("interrupt-only: " + why(thread) + "; an interrupt could end it");
                reasons.add(way("the thread can be interrupted from ", thread.object()));
            }
            case STARVED ->
                reasons.add("starved: its waker sits in the queue of a pool, and every worker of that pool is blocked: "
                        + String.join(", ", proof.starvedPools()));
            default -> suspect(thread, reasons);
        }
        if (innocence != null) {
            reasons.add(innocence);
        }
        doubts.forEach(doubt -> reasons.add("not proven: " + doubt));
        return reasons;
    }

    private void suspect(HeapThread thread, List<String> reasons) {
        String doubt = thread.itsWait().doubt();
        reasons.add("suspect: " + why(thread) + ", as far as can be told");
        if (doubt != null) {
            reasons.add(doubt);
            return;
        }
        int cause = proof.marking().cause(thread);
        reasons.add(way("it could go on if this were no garbage, or if a thread that seems blocked were not: ", cause));
    }

    private String way(String before, int object) {
        return proof.marking().isMarked(object)
                ? before + String.join(" ", trail.to(object))
                : before + "where the dump does not show";
    }

    private String why(HeapThread thread) {
        HeapWait wait = thread.itsWait();
        HeapThread other = threads.of(wait.needsThread());
        return switch (wait.relation()) {
            case NONE -> "no thread that can run reaches its waker";
            case OWNER_ENDED -> "the thread that holds the lock has ended without releasing it, and only it could";
            case OWNER -> "only " + named(other) + " can release the lock, and it will never go on itself";
            case JOIN -> "it waits for the end of " + named(other) + ", which will never go on itself";
        };
    }

    private static String named(@Nullable HeapThread thread) {
        return thread == null ? "a thread that is not in the dump" : thread + " at " + thread.site();
    }

    List<String> drawn(List<HeapThread> cycle) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < cycle.size(); i++) {
            HeapThread thread = cycle.get(i);
            HeapThread next = cycle.get((i + 1) % cycle.size());
            String what = thread.itsWait().relation() == HeapWait.Relation.JOIN
                    ? " for the end of " + next
                    : " for a " + thread.itsWait().source() + " that " + next + " holds";
            lines.add(thread + " waits at " + thread.site() + what);
        }
        if (cycle.stream().anyMatch(thread -> thread.itsWait().interruptible())) {
            lines.add("an interrupt of one of them could break the circle");
        }
        doubts.forEach(doubt -> lines.add("not proven: " + doubt));
        return lines;
    }

    /** The way to whoever can wake a thread, and what else lies where its waker does. */
    List<String> holder(HeapThread thread) {
        int cause = proof.marking().cause(thread);
        HeapThread other = threads.of(cause);
        if (other != null && other.object() == thread.itsWait().needsThread()) {
            return List.of(other + " can run, at " + other.site());
        }
        if (!proof.marking().isMarked(cause)) {
            return List.of(heap.typeName(cause));
        }
        List<String> lines = new ArrayList<>(trail.to(cause));
        String siblings = Siblings.of(heap, proof.promises().callbacks(), trail.path(cause));
        if (siblings != null) {
            lines.add(siblings);
        }
        return lines;
    }

    /** What is the same of all ways like this one. */
    String shape(HeapThread thread) {
        int cause = proof.marking().cause(thread);
        HeapThread other = threads.of(cause);
        return other != null && other.object() == thread.itsWait().needsThread()
                ? other.site().name()
                : proof.marking().isMarked(cause) ? trail.shape(cause) : "";
    }
}
