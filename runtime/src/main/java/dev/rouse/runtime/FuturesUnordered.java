package dev.rouse.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Futures whose values come as they are ready. Each has a waker of its own, and only those that were woken are polled,
 * so that a group of thousands costs what its ready members cost. Owned by one task, but for the wakes, which come from
 * any thread.
 *
 * <p>Order that loses no wake: whoever wakes a member puts it into {@link #woken} and then wakes the task; a poll of
 * the group first keeps the newest waker and then looks into {@code woken}.
 *
 * @param <T> type of the values
 */
public final class FuturesUnordered<T extends @Nullable Object> {
    /** Members that a poll which nobody asked for looks at, at most. */
    private static final int AUDITED = 100;

    private final Set<Member<T>> members = Collections.newSetFromMap(new IdentityHashMap<>());
    private final MpscUnboundedAtomicArrayQueue<Member<T>> woken = new MpscUnboundedAtomicArrayQueue<>(16);
    private @Nullable Waker newest;

    /**
     * One that was ready.
     *
     * @param value what it was ready with
     */
    public record Next<T extends @Nullable Object>(T value) {}

    private static final class Member<T extends @Nullable Object> implements Runnable {
        private final MpscUnboundedAtomicArrayQueue<Member<T>> woken;
        private final AtomicBoolean queued = new AtomicBoolean();
        private final Child<T> child;

        Member(Future<T> future, MpscUnboundedAtomicArrayQueue<Member<T>> woken) {
            this.woken = woken;
            child = new Child<>(future, this);
        }

        @Override
        public void run() {
            if (queued.compareAndSet(false, true)) {
                woken.offer(this);
            }
        }
    }

    /** Adds a future; it is polled for the first time by the next {@link #pollNext}, which the owner sees to. */
    public void push(Future<T> future) {
        Member<T> member = new Member<>(future, woken);
        members.add(member);
        member.run();
    }

    /** How many have not been ready yet. */
    public int size() {
        return members.size();
    }

    /**
     * Ready with the next value, or with null when no future is left. The failure of a member comes out of here, and
     * leaves the others as they are.
     */
    public Poll<@Nullable Next<T>> pollNext(Context context) {
        if (members.isEmpty()) {
            return Poll.ready();
        }
        keep(context.wakerForSlot(), context.task());
        Poll<@Nullable Next<T>> answer = isAudit(context) ? audit(context) : Poll.pending();
        for (int left = members.size(); left > 0 && answer.isPending(); left--) {
            Member<T> member = woken.poll();
            if (member == null) {
                return answer;
            }
            member.queued.set(false);
            if (!member.child.isDone()) {
                answer = poll(member, context);
            }
        }
        if (answer.isPending() && !woken.isEmpty()) {
            context.fire(); // others get their turn first
        }
        return answer;
    }

    /** The next value as a future; dropping that leaves the group as it is. */
    public Future<@Nullable Next<T>> next() {
        return this::pollNext;
    }

    /** Slots count what they hold for the task that polled; a group that has gone to another one cannot be counted. */
    private void keep(Waker waker, @Nullable Task<?> task) {
        if (waker != newest) {
            if (newest != null && task != null) {
                task.state |= Task.RAW;
            }
            newest = waker;
            members.forEach(member -> member.child.behind(waker));
        }
    }

    private Poll<@Nullable Next<T>> poll(Member<T> member, Context context) {
        boolean pending = false;
        try {
            Poll<T> answer = member.child.poll(context, List.of());
            pending = answer.isPending();
            return pending ? Poll.pending() : Poll.ready(new Next<>(answer.get()));
        } finally {
            if (!pending) {
                members.remove(member);
            }
        }
    }

    private static boolean isAudit(Context context) {
        Task<?> task = context.task();
        return task != null && task.core.fateOfAudit() != null;
    }

    /** A poll to see whether some member is ready though nobody woke it. */
    private Poll<@Nullable Next<T>> audit(Context context) {
        for (Member<T> member : new ArrayList<>(members).subList(0, Math.min(AUDITED, members.size()))) {
            Poll<@Nullable Next<T>> answer = poll(member, context);
            if (answer.isReady()) {
                return answer;
            }
        }
        return Poll.pending();
    }

    /** Drops all that have not been ready. */
    public void drop() {
        List<Member<T>> dropped = new ArrayList<>(members);
        members.clear();
        woken.clear();
        Combined.dropAll(dropped.stream().map(member -> member.child).toList());
    }
}
