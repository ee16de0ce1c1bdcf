package dev.rouse.agent;

import dev.rouse.engine.model.Role;
import dev.rouse.engine.source.Event;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells whom blocked threads wait for: the holder of a lock, the other threads of a full pool, who initializes a class.
 */
final class Circles {
    /** A runnable thread that has used no CPU for so long waits for something inside the JVM. */
    private static final long STUCK_NS = 1_000_000_000L;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Consumer<Event> events;
    private final Locks locks;
    private final StarvedPools pools;
    private final Initializers initializers;

    Circles(Consumer<Event> events, Types types, Fields fields) {
        this.events = events;
        this.locks = new Locks(fields);
        this.pools = new StarvedPools(fields);
        this.initializers = new Initializers(types);
    }

    /** Tells the ledger of a wait that nothing but its circle shows. */
    interface Beginning {
        void of(SeenThread thread, String source, List<StackTraceElement> stack);
    }

    void look(Map<Long, SeenThread> seen, long now, Beginning beginning) {
        tellHolders(seen, now);
        tellStarved(seen.values(), now);
        tellInitializers(seen, now, beginning);
    }

    private void tellHolders(Map<Long, SeenThread> seen, long now) {
        Map<Long, SeenThread> waiting = new HashMap<>();
        for (Map.Entry<Long, SeenThread> entry : seen.entrySet()) {
            if (entry.getValue().shape != null && entry.getValue().shape.role() == Role.LOCK) {
                waiting.put(entry.getKey(), entry.getValue());
            }
        }
        if (waiting.isEmpty()) {
            return;
        }
        long[] ids = waiting.keySet().stream().mapToLong(Long::longValue).toArray();
        for (ThreadInfo info : threads.getThreadInfo(ids)) {
            SeenThread thread = info == null ? null : waiting.get(info.getThreadId());
            if (thread != null && info != null) {
                Thread parkedFor = locks.holder(thread.thread);
                long holder = parkedFor == null ? info.getLockOwnerId() : ThreadIds.of(parkedFor);
                boolean ended = parkedFor != null && !parkedFor.isAlive();
                events.accept(new Event.HolderSeen(now, thread.wait, Math.max(0, holder), ended));
            }
        }
    }

    private void tellStarved(Collection<SeenThread> seen, long now) {
        IdentityHashMap<Thread, SeenThread> waiting = new IdentityHashMap<>();
        for (SeenThread thread : seen) {
            boolean result = thread.shape != null && thread.shape.role() == Role.RESULT;
            if (result && thread.wait != 0 && !thread.timed()) {
                waiting.put(thread.thread, thread);
            }
        }
        if (waiting.isEmpty()) {
            return;
        }
        Set<SeenThread> starved = new HashSet<>();
        for (StarvedPools.Starved one : pools.among(List.copyOf(waiting.keySet()))) {
            SeenThread thread = waiting.get(one.thread());
            if (thread != null) {
                starved.add(thread);
                long next = ThreadIds.of(one.next());
                events.accept(new Event.PoolStarved(now, thread.wait, next, one.workers(), one.queued()));
            }
        }
        for (SeenThread thread : waiting.values()) {
            if (thread.starved && !starved.contains(thread)) {
                events.accept(new Event.PoolStarved(now, thread.wait, 0, 0, 0));
            }
            thread.starved = starved.contains(thread);
        }
    }

    private void tellInitializers(Map<Long, SeenThread> seen, long now, Beginning beginning) {
        List<Initializers.Stuck> stuck = new ArrayList<>();
        for (Map.Entry<Long, SeenThread> entry : seen.entrySet()) {
            SeenThread thread = entry.getValue();
            if (!thread.blocked() && thread.stack != null && now - thread.ranAt >= STUCK_NS) {
                stuck.add(new Initializers.Stuck(entry.getKey(), thread.stack));
            }
        }
        for (Initializers.Need need : stuck.size() < 2 ? List.<Initializers.Need>of() : initializers.among(stuck)) {
            SeenThread thread = seen.get(need.thread().id());
            if (thread != null) {
                if (thread.wait == 0) {
                    String source = "class initialization of " + need.type();
                    beginning.of(thread, source, need.thread().stack());
                }
                events.accept(
                        new Event.HolderSeen(now, thread.wait, need.holder().id(), false));
            }
        }
    }
}
