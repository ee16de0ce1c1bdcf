package dev.rouse.agent;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Site;
import dev.rouse.probe.Meters;
import java.util.Comparator;
import java.util.List;

/** Threads whose queues only their own tasks keep full, each submitted by the one before it. */
final class Resubmission {
    /** More work than that is a task of its own, not only its submission: interpreted code included. */
    private static final long TASK_NS = 25_000;

    /** A virtual thread that computes in slices yields too, and less often: to yield alone takes 2 us. */
    private static final long YIELD_NS = 10_000;

    /** A row of self-submissions keeps about as many tasks in flight all the time; a computation's grow and shrink. */
    private static final long DEPTH = 16;

    /** One part in so many of the time may be spent in tasks that do more. */
    private static final int WORK_PART = 50;

    /** The same of several threads: each waits for its turn between two tasks, which takes CPU time too. */
    private static final int WORK_PART_OF_SEVERAL = 20;

    /** And of carriers, who look for work in each other's queues. */
    private static final int WORK_PART_OF_CARRIERS = 10;

    /** CPU time that it takes to go to sleep between two tasks, and to wake up. */
    private static final long PARK_NS = 100_000;

    private final BurnFacts facts;
    private final Burn burn;

    Resubmission(BurnFacts facts) {
        this.facts = facts;
        this.burn = facts.burn();
    }

    boolean isTold() {
        long submitted = burn.calls(Meters.SUBMIT);
        boolean carried = burn.threads().stream().anyMatch(Burn.Burning::carrier);
        if (!facts.isRow(submitted) || !isClosed(submitted) || !isIdle(submitted, carried)) {
            return false;
        }
        return carried ? yields(submitted) : submits(submitted);
    }

    private boolean isClosed(long submitted) {
        return burn.outside() == 0
                && burn.taskTypes() <= 2
                && burn.depth() <= DEPTH + burn.threads().size()
                && burn.calls(Meters.TAKE) >= submitted / 2;
    }

    private boolean isIdle(long submitted, boolean carried) {
        long cpu = burn.threads().stream().mapToLong(Burn.Burning::cpuNs).sum();
        return cpu / submitted <= (carried ? YIELD_NS : TASK_NS)
                && burn.threads().stream().allMatch(this::doesNothing);
    }

    /** No bytes moved, and next to no CPU time went into anything but many tiny tasks. */
    private boolean doesNothing(Burn.Burning thread) {
        long worked = thread.counts().of(Meters.SUBMIT).worked();
        int part = thread.carrier()
                ? WORK_PART_OF_CARRIERS
                : burn.threads().size() == 1 ? WORK_PART : WORK_PART_OF_SEVERAL;
        long parking = PARK_NS * thread.counts().of(Meters.PARK).calls();
        return !thread.moves() && (worked - parking) * part <= thread.cpuNs();
    }

    private boolean submits(long submitted) {
        Burn.Burning most = burn.threads().stream()
                .max(Comparator.comparingLong(
                        thread -> thread.counts().of(Meters.SUBMIT).calls()))
                .orElseThrow();
        Burn.Count count = most.counts().of(Meters.SUBMIT);
        facts.tell(
                Fact.RESUBMITTED,
                most,
                count,
                submitted,
                guilty(count.stack()),
                "submitted tasks of "
                        + (burn.taskTypes() == 1 ? "this class" : burn.taskTypes() + " classes")
                        + " to the queue that it serves, one after the other; nobody else did");
        return true;
    }

    /**
     * Of carriers only a virtual thread is told of that is never at rest and gets nothing: two that hand messages to
     * each other keep them as busy.
     */
    private boolean yields(long submitted) {
        for (Burn.Burning thread : burn.threads()) {
            List<StackTraceElement> stack = thread.loop().stack();
            int own = 0;
            while (own < stack.size() && Site.isJdk(stack.get(own).getClassName())) {
                own++;
            }
            boolean isVirtual = thread.loop().classes().contains("java.lang.VirtualThread");
            if (thread.carrier() && isVirtual && own < stack.size() && thread.gets() == 0) {
                facts.add(
                        Fact.RESUBMITTED,
                        "java.lang.VirtualThread",
                        thread,
                        stack.subList(own, stack.size()),
                        submitted,
                        facts.evidence(thread, "yielded and was run again at once, and got nothing meanwhile"));
                return true;
            }
        }
        return false;
    }

    /** From the innermost frame that is neither the JDK's nor of the family of what runs the loop, if there is one. */
    static List<StackTraceElement> guilty(List<StackTraceElement> stack) {
        String loop = stack.stream()
                .map(StackTraceElement::getClassName)
                .filter(type -> !Site.isJdk(type))
                .reduce("", (inner, outer) -> outer);
        for (int i = 0; i < stack.size(); i++) {
            String type = stack.get(i).getClassName();
            if (!Site.isJdk(type) && !type.contains("$$Lambda") && !family(type).equals(family(loop))) {
                return stack.subList(i, stack.size());
            }
        }
        return stack;
    }

    /** The first three parts of the name; the first two where it does not begin with a domain. */
    private static String family(String type) {
        int end = -1;
        int parts = type.indexOf('.') > 3 ? 2 : 3;
        for (int i = 0; i < parts; i++) {
            int dot = type.indexOf('.', end + 1);
            if (dot < 0) {
                break;
            }
            end = dot;
        }
        return end < 0 ? type : type.substring(0, end);
    }
}
