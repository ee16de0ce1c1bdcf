package dev.rouse.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Polls that nobody asked for, which the contract allows: a task that has waited long and is found ready was never
 * told. A wake may be on its way just then, so the verdict waits for a grace; a wake that comes within it acquits. The
 * core's own.
 */
final class Audits {
    /** First after so long, then at twice the age each time. */
    private static final long FIRST_NS = 1_000_000_000;

    /** How long a wake may be on its way. */
    private static final long GRACE_NS = 500_000_000;

    /** Tasks looked at in one tick, at most. */
    private static final int LOOK_AT = 1_000;

    /** Tasks polled in one tick, at most: some 20 us of work. */
    private static final int BUDGET = 50;

    /** Verdicts that wait for their grace, at most. */
    private static final int MOST = 1_000;

    private final Core core;
    private final Diagnosis diagnosis;
    private final Deque<Open> open = new ArrayDeque<>();
    private int budget;
    private boolean auditing;

    Audits(Core core, Diagnosis diagnosis) {
        this.core = core;
        this.diagnosis = diagnosis;
    }

    /** Something found ready for whose wake we still wait. */
    private interface Open {
        long at();

        /** Asked once, after the grace: what it finds is counted. */
        boolean acquitted();

        void tell();
    }

    private record Found(
            Task<?> task, long at, long waited, @Nullable WaitSite site, Fate fate, Diagnosis diagnosis)
            implements Open {
        /** Polls of the very batch that follows the audit have its time. */
        @Override
        public boolean acquitted() {
            return task.wokenAfterEnd
                    || fate.fired()
                    || (task.future != null && task.polledAt >= at)
                    || task.wokenRemotely();
        }

        @Override
        public void tell() {
            diagnosis.tell(
                    Breach.Fact.READY_UNWOKEN,
                    task.ref.type.atFault(site),
                    task,
                    site == null ? List.of() : site.frames(),
                    waited,
                    1,
                    0,
                    "");
        }
    }

    private record Masked(
            Breach.Fact fact, Child<?> child, Task<?> task, long at, long waited, String sibling, Diagnosis diagnosis)
            implements Open {
        Masked wokenBy(String other) {
            return new Masked(fact, child, task, at, waited, other, diagnosis);
        }

        @Override
        public boolean acquitted() {
            FutureType type = child.type();
            if (child.hasFired()) {
                if (type != null) {
                    diagnosis.wokeItself(type);
                }
                return true;
            }
            return fact == Breach.Fact.PASSED_OVER && type != null && !diagnosis.wasMasked(type, at);
        }

        @Override
        public void tell() {
            FutureType type = child.type();
            WaitSite site = child.site();
            String name = type == null ? "unknown" : type.atFault(site);
            diagnosis.tell(fact, name, task, site == null ? List.of() : site.frames(), waited, 1, 0, sibling);
        }
    }

    /** A child was ready on a poll that it had not asked for. */
    void passedOver(Child<?> child, Task<?> task, Iterable<? extends Child<?>> siblings) {
        if (open.size() >= MOST) {
            return;
        }
        long now = core.nanoTime();
        Breach.Fact fact = auditing ? Breach.Fact.READY_UNWOKEN : Breach.Fact.PASSED_OVER;
        String sibling = auditing ? "" : sibling(child, siblings);
        open.add(new Masked(fact, child, task, now, now - child.polledAt(), sibling, diagnosis));
        FutureType type = child.type();
        if (type != null && child.site() == null) {
            type.learnMore();
        }
    }

    /** The group around that child is not at fault, but may know whose wake it was. */
    void passedOverInside(Child<?> group, Task<?> task, Iterable<? extends Child<?>> siblings) {
        if (!auditing && open.peekLast() instanceof Masked inner && inner.task == task && inner.sibling.isEmpty()) {
            open.removeLast();
            open.add(inner.wokenBy(sibling(group, siblings)));
        }
    }

    private static String sibling(Child<?> child, Iterable<? extends Child<?>> siblings) {
        for (Child<?> other : siblings) {
            FutureType type = other.type();
            if (other != child && other.causedPoll() && type != null) {
                return type.name;
            }
        }
        return "";
    }

    void tick(long now, TaskRing ring) {
        judge(now);
        budget = BUDGET;
        List<TaskRef> due = new ArrayList<>();
        ring.visit(LOOK_AT, ref -> {
            if (budget > 0 && isDue(ref, now)) {
                budget--;
                due.add(ref);
            }
        });
        for (TaskRef ref : due) {
            Task<?> task = ref.get();
            if (task != null && task.future != null && (task.state & Task.QUEUED) == 0) {
                audit(task, ref, now);
            }
        }
    }

    /** Whether some verdict waits for its grace. */
    boolean hasOpen() {
        return !open.isEmpty();
    }

    private void judge(long now) {
        for (Open first = open.peek(); first != null && now - first.at() >= GRACE_NS; first = open.peek()) {
            open.remove();
            if (!first.acquitted()) {
                first.tell();
            }
        }
    }

    private static boolean isDue(TaskRef ref, long now) {
        Task<?> task = ref.get();
        if (task == null || (task.state & Task.QUEUED) != 0 || task.wokenRemotely()) {
            return false;
        }
        if (task.polledAt > ref.polledAt) {
            ref.audits = 0;
            ref.site = null;
            ref.polledAt = task.polledAt;
        }
        return now - ref.polledAt >= FIRST_NS << Math.min(ref.audits, 10);
    }

    private <T extends @Nullable Object> void audit(Task<T> task, TaskRef ref, long now) {
        long waited = now - ref.polledAt;
        ref.audits++;
        if ((task.state & (Task.RAW | Task.EVER)) == Task.EVER
                && !task.isHeld()
                && !task.wokenRemotely() // asked last: a slot that is fired wakes first, and lets go then
                && !ref.told) {
            ref.told = true;
            WaitSite site = ref.where();
            diagnosis.tell(
                    Breach.Fact.RELEASED,
                    ref.type.atFault(site),
                    task,
                    site == null ? List.of() : site.frames(),
                    waited,
                    1,
                    0,
                    "");
        }
        WaitSite before = ref.where();
        long moved = task.moved;
        int children = diagnosis.passedOver();
        Traced traced = Traced.arms(task);
        Fate fate = new Fate(null);
        auditing = true;
        boolean ready = core.audit(task, traced, fate);
        auditing = false;
        if (traced.armed() != null) {
            ref.site = traced.armed();
        }
        boolean found = (ready || task.moved != moved) && diagnosis.passedOver() == children;
        if (found && open.size() < MOST) {
            open.add(new Found(task, now, waited, before, fate, diagnosis));
        }
    }
}
