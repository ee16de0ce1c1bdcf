package dev.rouse.agent;

import dev.rouse.engine.detect.Thresholds;
import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.source.Event;
import dev.rouse.probe.Meters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What can be told of threads that burnt a core: only what the meters have seen come to nothing, again and again, while
 * nothing else moved. A thread that computes, or whose loop calls nothing that could tell, is not spoken about.
 */
final class BurnVerdict {
    /** More work than that is a task of its own, not only its submission: interpreted code included. */
    private static final long TASK_NS = 25_000;

    /** A row of self-submissions keeps about as many tasks in flight all the time; a computation's grow and shrink. */
    private static final long DEPTH = 16;

    /** One part in so many of the time may be spent in tasks that do more. */
    private static final int WORK_PART = 50;

    /** The same of several threads: each waits for its turn between two tasks, which takes CPU time too. */
    private static final int WORK_PART_OF_SEVERAL = 20;

    /** Wake-ups of others, or anything else that speaks against it, below one part in so many are chance. */
    private static final int CHANCE = 10;

    /** Less of a core than one part in so many shows nothing: the thread hardly ran. */
    private static final int RAN_PART = 20;

    /** What could be a strategy (to poll a channel) must be seen so many times, over more than fifteen seconds. */
    private static final int STRIKES = 3;

    /** Who asks and gets nothing is told of after so long: what it waits for comes sooner to one who spins for it. */
    private static final long PATIENCE_NS = 2_000_000_000L;

    /** CPU time from one question to the next, the meter's own included; with more, something else is done between. */
    private static final long QUESTION_NS = 1_500;

    /** The same of a call into the kernel. */
    private static final long SYSTEM_CALL_NS = 15_000;

    private final Burn burn;
    private final Thresholds thresholds;
    private final List<Event.BreachSeen> facts = new ArrayList<>();

    private BurnVerdict(Burn burn, Thresholds thresholds) {
        this.burn = burn;
        this.thresholds = thresholds;
    }

    static List<Event.BreachSeen> of(Burn burn, Thresholds thresholds) {
        BurnVerdict verdict = new BurnVerdict(burn, thresholds);
        if (!verdict.submitThemselves()) {
            burn.threads().forEach(verdict::judge);
        }
        return verdict.facts;
    }

    /** The same of one that copies what it is to write first. */
    private static final long COPY_NS = 200_000;

    /** A virtual thread that computes in slices yields too, and less often: to yield alone takes 2 us. */
    private static final long YIELD_NS = 10_000;

    /** And of carriers, who look for work in each other's queues. */
    private static final int WORK_PART_OF_CARRIERS = 10;

    /** CPU time that it takes to go to sleep between two tasks, and to wake up. */
    private static final long PARK_NS = 100_000;

    /** Whether there is something to tell once it has gone on for longer. */
    static boolean asksForMore(Burn burn, Thresholds thresholds) {
        BurnVerdict verdict = new BurnVerdict(burn, thresholds);
        return of(burn, thresholds).isEmpty()
                && burn.threads().stream()
                        .anyMatch(thread -> Asking.KINDS.stream().anyMatch(asking -> verdict.asks(thread, asking)));
    }

    private boolean isRow(long calls) {
        return calls >= thresholds.inARow();
    }

    private boolean submitThemselves() {
        long submitted = sum(Meters.SUBMIT);
        long taken = sum(Meters.TAKE);
        long cpu = burn.threads().stream().mapToLong(Burn.Burning::cpuNs).sum();
        boolean closed =
                burn.outside() == 0 && burn.taskTypes() <= 2 && burn.depth() <= DEPTH && taken >= submitted / 2;
        boolean carried = burn.threads().stream().anyMatch(Burn.Burning::carrier);
        boolean idle = submitted > 0
                && cpu / submitted <= (carried ? YIELD_NS : TASK_NS)
                && burn.threads().stream().allMatch(this::doesNothing);
        if (!isRow(submitted) || !closed || !idle) {
            return false;
        }
        if (carried) {
            return yields(submitted);
        }
        Burn.Burning most = burn.threads().stream()
                .max(Comparator.comparingLong(
                        thread -> thread.counts().of(Meters.SUBMIT).calls()))
                .orElseThrow();
        Burn.Count count = most.counts().of(Meters.SUBMIT);
        tell(
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
            if (thread.carrier() && isVirtual && own < stack.size() && gets(thread) == 0) {
                facts.add(new Event.BreachSeen(
                        burn.at(),
                        Fact.RESUBMITTED,
                        "java.lang.VirtualThread",
                        thread.name(),
                        stack.subList(own, stack.size()),
                        burn.nanos(),
                        submitted,
                        0,
                        evidence(thread, "yielded and was run again at once, and got nothing meanwhile")));
                return true;
            }
        }
        return false;
    }

    private static long gets(Burn.Burning thread) {
        return thread.counts().of(Meters.ASKED).moved()
                + thread.counts().of(Meters.SELECT_NOW).moved();
    }

    private long sum(int kind) {
        return burn.threads().stream()
                .mapToLong(thread -> thread.counts().of(kind).calls())
                .sum();
    }

    /** No bytes moved, and next to no CPU time went into anything but many tiny tasks. */
    private boolean doesNothing(Burn.Burning thread) {
        long worked = thread.counts().of(Meters.SUBMIT).worked();
        int part = thread.carrier()
                ? WORK_PART_OF_CARRIERS
                : burn.threads().size() == 1 ? WORK_PART : WORK_PART_OF_SEVERAL;
        long parking = PARK_NS * thread.counts().of(Meters.PARK).calls();
        return !moves(thread) && (worked - parking) * part <= thread.cpuNs();
    }

    private static boolean moves(Burn.Burning thread) {
        return thread.kernelMoved() > 0
                || thread.counts().of(Meters.TRANSFER).moved() > 0
                || thread.counts().of(Meters.TLS).moved() > 0
                || thread.counts().of(Meters.CODEC).moved() > 0;
    }

    private void judge(Burn.Burning thread) {
        Burn.Counts counts = thread.counts();
        if (counts.of(Meters.TRANSFER).moved() > 0 || thread.kernelMoved() > 0) {
            return;
        }
        if (comesToNothing(thread, Meters.TLS, "consumed nothing and produced nothing")
                || comesToNothing(thread, Meters.HOPELESS, "is at its end, or its buffer has no room")
                || comesToNothing(thread, Meters.CODEC, "took nothing from its input and gave nothing")) {
            return;
        }
        if (!comesAtOnce(thread, Meters.SELECT, "was asked to wait and came back at once, though nobody woke it")
                && !(counts.of(Meters.TAKE).calls() == 0
                        && comesAtOnce(
                                thread, Meters.POLLED, "was asked to wait and came back at once, with no task to do"))
                && !comesAtOnce(
                        thread, Meters.PARK, "was asked to wait and came back at once, though nobody woke it")) {
            judgeTheRest(thread);
        }
    }

    private boolean comesToNothing(Burn.Burning thread, int kind, String what) {
        Burn.Count count = thread.counts().of(kind);
        boolean row = isRow(count.calls()) && count.allEmpty();
        if (row) {
            tell(Fact.EMPTY_HANDED, thread, count, count.calls(), count.stack(), what);
        }
        return row;
    }

    private boolean comesAtOnce(Burn.Burning thread, int kind, String what) {
        Burn.Count count = thread.counts().of(kind);
        Burn.Count own = thread.counts().of(Meters.OWN_WAKE);
        boolean row = isRow(count.empty()) && count.empty() * CHANCE >= count.calls() * (CHANCE - 1);
        if (!row || burn.wakes() * CHANCE > count.calls() || burn.served() * CHANCE > count.calls()) {
            return false;
        }
        boolean interrupted = own.stack().stream()
                .anyMatch(frame -> frame.getClassName().startsWith("java.nio.channels.spi.AbstractSelector"));
        if (interrupted) {
            String why = "was asked to wait and came back at once, since its thread is interrupted";
            tell(Fact.EMPTY_HANDED, thread, count, count.empty(), count.stack(), why);
        } else if (own.calls() * 2 < count.calls()) {
            Fact fact = kind == Meters.SELECT ? Fact.EMPTY_HANDED : Fact.POLLED_IN_VAIN;
            tell(fact, thread, count, count.empty(), count.stack(), what);
        } else if (kind == Meters.SELECT) {
            tell(Fact.RESUBMITTED, thread, own, own.calls(), guilty(own.stack()), "woke the selector that it waits at");
        }
        return true;
    }

    private void judgeTheRest(Burn.Burning thread) {
        Burn.Count failures = thread.counts().of(Meters.FAILURE);
        Burn.Count transfers = thread.counts().of(Meters.TRANSFER);
        if (isRow(failures.calls()) && isOfTheJdk(failures.stack())) {
            tell(
                    Fact.EMPTY_HANDED,
                    thread,
                    failures,
                    failures.calls(),
                    failures.stack(),
                    "was what a call failed with that waits or moves bytes, and it was made again at once");
        } else if (isRow(transfers.calls())
                && transfers.allEmpty()
                && thread.strikes() >= STRIKES
                && !thread.onPurpose()) {
            tell(Fact.POLLED_IN_VAIN, thread, transfers, transfers.calls(), transfers.stack(), "moved no byte");
        } else if (asksInVain(thread)) {
            return;
        } else if (thread.entriesMetered() && thread.counts().of(Meters.ENTRY).calls() == 0) {
            tellEndless(thread);
        }
    }

    /**
     * A call that answers at once that there is nothing.
     *
     * @param nanos CPU time from one to the next, at most
     */
    private record Asking(int kind, long nanos, String what) {
        static final List<Asking> KINDS = List.of(
                new Asking(
                        Meters.STUCK,
                        COPY_NS,
                        "has room, and moved no byte: to be told when it is ready costs no core"),
                new Asking(Meters.ASKED, QUESTION_NS, "was asked, and had nothing"),
                new Asking(Meters.SELECT_NOW, SYSTEM_CALL_NS, "was asked not to wait, and nothing was ready"),
                new Asking(Meters.REFUSED, SYSTEM_CALL_NS, "was the answer, and it was asked again at once"));
    }

    private boolean asksInVain(Burn.Burning thread) {
        if (burn.nanos() < PATIENCE_NS) {
            return false;
        }
        for (Asking asking : Asking.KINDS) {
            if (asks(thread, asking)) {
                Burn.Count count = thread.counts().of(asking.kind());
                tell(Fact.POLLED_IN_VAIN, thread, count, count.calls(), count.stack(), asking.what());
                return true;
            }
        }
        return false;
    }

    private boolean asks(Burn.Burning thread, Asking asking) {
        Burn.Count count = thread.counts().of(asking.kind());
        return isRow(count.calls())
                && count.allEmpty()
                && !thread.onPurpose()
                && !moves(thread)
                && gets(thread) == 0
                && thread.counts().of(Meters.TAKE).calls() == 0
                && thread.counts().of(Meters.SUBMIT).calls() == 0
                && thread.cpuNs() / count.calls() <= asking.nanos()
                && !thread.rounds().doMore(count.stack());
    }

    /** The exception's own constructors aside, its innermost frame is the JDK's. */
    private static boolean isOfTheJdk(List<StackTraceElement> stack) {
        return stack.stream()
                .filter(frame -> !frame.getMethodName().equals("<init>")
                        && !frame.getMethodName().equals("fillInStackTrace"))
                .findFirst()
                .map(frame -> Site.isJdk(frame.getClassName()))
                .orElse(false);
    }

    private void tellEndless(Burn.Burning thread) {
        StackTraceElement frame = thread.loop().frame();
        boolean ran = thread.cpuNs() * RAN_PART >= burn.nanos();
        if (!ran || (!EndlessCall.waits(frame) && thread.strikes() < 2)) {
            return;
        }
        facts.add(new Event.BreachSeen(
                burn.at(),
                Fact.BURNING,
                frame.getClassName(),
                thread.name(),
                thread.loop().stack(),
                burn.nanos(),
                thread.strikes(),
                0,
                thread.share(burn.nanos()) + " went into one call of " + frame.getClassName() + '.'
                        + frame.getMethodName() + ", which did not come back; all "
                        + thread.loop().samples()
                        + " stacks taken stood in it"));
    }

    private void tell(
            Fact fact, Burn.Burning thread, Burn.Count count, long calls, List<StackTraceElement> stack, String what) {
        facts.add(new Event.BreachSeen(
                burn.at(), fact, count.type(), thread.name(), stack, burn.nanos(), calls, 0, evidence(thread, what)));
    }

    private String evidence(Burn.Burning thread, String what) {
        String others =
                burn.threads().size() > 1 ? ", beside " + (burn.threads().size() - 1) + " more" : "";
        return what + "; thread " + thread.name() + " took " + thread.share(burn.nanos()) + others + ", "
                + thread.loop().samples() + " stacks of it were all in "
                + Site.of(thread.loop().frame()).name();
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

    /** The first three parts of the name. */
    private static String family(String type) {
        int end = -1;
        for (int i = 0; i < 3; i++) {
            int dot = type.indexOf('.', end + 1);
            if (dot < 0) {
                break;
            }
            end = dot;
        }
        return end < 0 ? type : type.substring(0, end);
    }
}
