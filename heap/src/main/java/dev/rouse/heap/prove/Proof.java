package dev.rouse.heap.prove;

import dev.rouse.engine.model.Site;
import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.hprof.HeapClass;
import java.util.ArrayList;
import java.util.List;

/**
 * Which blocked threads can still be woken, by one marking that only grows: first from what surely runs; then also from
 * objects that nobody in sight holds, and from threads of which it is not sure that they are blocked; at last also by
 * interrupts. Who is left at the end can never go on.
 */
final class Proof {
    private final Heap heap;
    private final Threads threads;
    private final Edges edges;
    private final Marking marking;
    private final Verdict[] verdicts;
    private final boolean garbage;
    private final Promises promises;
    private final Bits completable;
    private List<String> starvedPools = List.of();

    Proof(Heap heap, Threads threads) {
        this.heap = heap;
        this.threads = threads;
        edges = new Edges(heap);
        promises = new Promises(heap);
        marking = new Marking(heap, threads, edges);
        verdicts = new Verdict[threads.all().size()];
        marking.notice(promises);
        setOut(marking);
        marking.tellDone();
        settle(Verdict.HELD);
        Strays strays = Strays.of(heap, marking.everything(promises), promises);
        garbage = !strays.live();
        promises.settle(marking, Verdict.HELD);
        marking.markAll(strays.found(), "an object that nothing else in the dump refers to");
        promises.settle(marking, Verdict.HELD);
        completable = marking.marks();
        doubt();
        runDoubtful();
        settle(Verdict.SUSPECT);
        allowInterrupts();
        settle(Verdict.INTERRUPT_ONLY);
        blocked().forEach(thread -> settle(thread, Verdict.PROVEN));
        starve();
        runTheLost();
    }

    private void setOut(Marking from) {
        for (HeapThread thread : blocked()) {
            HeapWait wait = thread.itsWait();
            if (wait.needsThread() != HeapWait.NONE) {
                from.depends(thread, wait.needsThread());
            }
            for (int need : wait.needs()) {
                from.watch(need, thread);
            }
        }
        from.markRoots();
        threads.all().stream()
                .filter(thread -> !thread.blocked() && thread.carries() == null)
                .forEach(from::run);
        from.drain();
    }

    private List<HeapThread> blocked() {
        return threads.all().stream().filter(HeapThread::blocked).toList();
    }

    /** Of those that seem lost, whom somebody may wake by what the dump does not show. */
    private void doubt() {
        List<HeapThread> lost = blocked().stream()
                .filter(thread -> !marking.runs(thread) && thread.itsWait().needsThread() == HeapWait.NONE)
                .filter(thread -> thread.itsWait().doubt() == null)
                .toList();
        if (!lost.isEmpty()) {
            List<HeapThread> running =
                    threads.all().stream().filter(marking::runs).toList();
            TakenApart apart = new TakenApart(heap, running, lost);
            lost.forEach(thread -> apart.doubt(thread)
                    .ifPresent(why -> thread.waits(thread.itsWait().doubted(why))));
        }
    }

    private void runDoubtful() {
        blocked().stream()
                .filter(thread -> thread.itsWait().doubt() != null && !marking.runs(thread))
                .toList()
                .forEach(thread -> {
                    settle(thread, Verdict.SUSPECT);
                    marking.run(thread);
                });
        marking.drain();
        promises.settle(marking, Verdict.SUSPECT);
    }

    private void allowInterrupts() {
        blocked().stream()
                .filter(thread -> thread.itsWait().interruptible() && !marking.runs(thread))
                .forEach(thread -> marking.watch(thread.object(), thread));
        marking.drain();
        promises.settle(marking, Verdict.INTERRUPT_ONLY);
    }

    /** For what only they hold, and for the ways to it. No verdict of a thread changes by it. */
    private void runTheLost() {
        for (boolean innocent : new boolean[] {false, true}) {
            blocked().stream()
                    .filter(thread -> !marking.runs(thread) && (Innocence.of(thread) != null) == innocent)
                    .forEach(marking::run);
            marking.drain();
        }
        promises.settle(marking, Verdict.PROVEN);
    }

    private void settle(Verdict verdict) {
        blocked().stream().filter(marking::runs).forEach(thread -> settle(thread, verdict));
    }

    private void settle(HeapThread thread, Verdict verdict) {
        if (verdicts[thread.ordinal()] == null) {
            verdicts[thread.ordinal()] = verdict;
        }
    }

    /** Waits that end only by a task in the queue of a pool, none of whose workers can go on. */
    private void starve() {
        Pools pools = Pools.saturated(heap, threads);
        if (pools.isEmpty()) {
            return;
        }
        Marking starved = Marking.withoutWays(heap, threads, edges);
        starved.bar(pools);
        setOut(starved);
        while (pools.open(starved)) {
            starved.drain();
        }
        blocked().stream()
                .filter(thread -> verdict(thread) == Verdict.HELD && !starved.runs(thread))
                .forEach(thread -> verdicts[thread.ordinal()] = Verdict.STARVED);
        starvedPools = pools.starved();
    }

    /** The executors whose queues nobody is left to run. */
    List<String> starvedPools() {
        return starvedPools;
    }

    Promises promises() {
        return promises;
    }

    /** Whether somebody reaches a promise who can run, or may be able to. */
    boolean isCompletable(int promise) {
        return completable.has(promise);
    }

    /** Of a blocked thread. */
    Verdict verdict(HeapThread thread) {
        return verdicts[thread.ordinal()];
    }

    /** Whether the dump holds garbage too. */
    boolean garbage() {
        return garbage;
    }

    /** What led to the verdict: the marking that shows the way to whoever can wake a thread. */
    Marking marking() {
        return marking;
    }

    /** Hidden classes that neither the JDK nor javac made: what they keep as class data is not in a dump. */
    static List<String> hiddenClasses(Heap heap) {
        List<String> hidden = new ArrayList<>();
        for (HeapClass type : heap.classes()) {
            String name = type.name();
            boolean isHidden = name.contains("+0x") || name.contains(".0x");
            if (isHidden && !name.contains("$$Lambda") && !Site.isJdk(name)) {
                hidden.add(name);
            }
        }
        return hidden;
    }
}
