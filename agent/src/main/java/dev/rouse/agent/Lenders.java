package dev.rouse.agent;

import dev.rouse.engine.model.Role;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.source.Event;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks, while threads wait for something out of a pool, who else stands where something is borrowed: as long as
 * somebody does, he may give it back.
 */
final class Lenders {
    private static final long LASTING_NS = 1_000_000_000L;
    private static final long STEP_NS = 700_000_000L;

    /** So many looks at all stacks, then fewer. */
    private static final int LOOKS = 12;

    private static final long SELDOM_NS = 5_000_000_000L;
    private static final int DEPTH = 256;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Consumer<Event> events;
    private final Loans loans;
    private int looks;
    private long lookedAt;

    Lenders(Consumer<Event> events, Types types, String program) {
        this.events = events;
        this.loans = new Loans(types, program);
    }

    /** Whether who waits so waits for something that is given back, in the program's code: no worker does. */
    boolean lends(WaitShape shape) {
        boolean may = shape.role() == Role.IDLE || shape.role() == Role.SIGNAL || shape.role() == Role.LOOP;
        Loans.Lending lending = may ? loans.of(shape.stack()) : null;
        return lending != null && !lending.kept();
    }

    void look(Map<Long, SeenThread> seen, long now) {
        Map<Long, Loans.Lending> waiting = new HashMap<>();
        seen.forEach((id, thread) -> {
            boolean may = thread.wait != 0 && thread.shape != null && now - thread.since >= LASTING_NS;
            Loans.Lending lending = may && thread.shape != null && thread.shape.role() != Role.LOCK
                    ? loans.of(thread.shape.stack())
                    : null;
            if (lending != null && !lending.kept()) {
                waiting.put(id, lending);
            }
        });
        looks = waiting.isEmpty() ? 0 : looks;
        if (waiting.isEmpty() || now - lookedAt < (looks < LOOKS ? STEP_NS : SELDOM_NS)) {
            return;
        }
        looks++;
        lookedAt = now;
        Map<Long, List<StackTraceElement>> stacks = stacks(seen.keySet());
        new HashSet<>(waiting.values()).forEach(lending -> tell(lending, waiting, stacks, seen, now));
    }

    private Map<Long, List<StackTraceElement>> stacks(Set<Long> ids) {
        Map<Long, List<StackTraceElement>> stacks = new HashMap<>();
        long[] all = ids.stream().mapToLong(Long::longValue).toArray();
        for (ThreadInfo info : threads.getThreadInfo(all, DEPTH)) {
            if (info != null) {
                stacks.put(info.getThreadId(), Arrays.asList(info.getStackTrace()));
            }
        }
        return stacks;
    }

    private void tell(
            Loans.Lending lending,
            Map<Long, Loans.Lending> waiting,
            Map<Long, List<StackTraceElement>> stacks,
            Map<Long, SeenThread> seen,
            long now) {
        int inside = 0;
        int holding = 0;
        int waiters = 0;
        for (Map.Entry<Long, List<StackTraceElement>> entry : stacks.entrySet()) {
            SeenThread thread = seen.get(entry.getKey());
            if (lending.equals(waiting.get(entry.getKey()))) {
                waiters++;
                holding += holds(entry.getValue(), lending) ? 1 : 0;
            } else if (isInside(entry.getValue(), lending) || (thread != null && isCarrier(thread.thread))) {
                inside++;
            }
        }
        boolean acceptor = waiters == 1 && lending.repeats();
        for (Map.Entry<Long, Loans.Lending> entry : waiting.entrySet()) {
            SeenThread thread = seen.get(entry.getKey());
            if (thread != null && lending.equals(entry.getValue())) {
                events.accept(new Event.LendingSeen(
                        now,
                        thread.wait,
                        lending.call(),
                        acceptor ? inside + 1 : inside,
                        holding,
                        lending.leaks(),
                        lending.gives()));
            }
        }
    }

    /** What virtual threads hold is not on these stacks. */
    private static boolean isCarrier(Thread thread) {
        return thread.getClass().getName().equals("jdk.internal.misc.CarrierThread");
    }

    /** Who waits for one, and stands further out where another has been borrowed. */
    private static boolean holds(List<StackTraceElement> stack, Loans.Lending lending) {
        return stack.stream()
                .anyMatch(frame -> lending.methods().contains(Loans.place(frame))
                        && !lending.lines().contains(Loans.place(frame) + ':' + frame.getLineNumber()));
    }

    /** Who may give one back, or makes new ones. */
    private static boolean isInside(List<StackTraceElement> stack, Loans.Lending lending) {
        String library = WaitShape.family(lending.lender());
        for (StackTraceElement frame : stack) {
            String type = frame.getClassName();
            boolean ofTheLender = lending.ofALibrary()
                    ? !Site.isJdk(type) && WaitShape.family(type).equals(library)
                    : type.equals(lending.lender()) && !Site.isJdk(type);
            if (ofTheLender || lending.methods().contains(Loans.place(frame))) {
                return true;
            }
        }
        return false;
    }
}
