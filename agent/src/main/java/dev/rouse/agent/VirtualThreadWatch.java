package dev.rouse.agent;

import dev.rouse.engine.model.Role;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.source.Event;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Follows parked virtual threads, where the JDK lists them (21 and later, jdk.trackAllThreads not switched off). It is
 * the same wait as long as the thread parks on the same object: only waits that happen once, and locks, are told so.
 */
final class VirtualThreadWatch {
    /** With more virtual threads than this, looking at each would cost the host more than it may. */
    private static final int MANY = 10_000;

    private static final long LASTING_NS = 900_000_000L;

    /** Kept of those that could run, at most: more carriers than that are not looked at either. */
    private static final int RUNNABLE = 8;

    /** Threads asked at one look for what they wait on, at most: it costs the JVM a walk of their stacks. */
    private static final int ASKED = 100;

    /** What a thread waits on that tells nothing: a monitor, as only the JVM knows, or a park for no object. */
    private static final Object UNTOLD = new Object();

    private static final Set<Role> FOLLOWED = Set.of(Role.RESULT, Role.LATCH, Role.LOCK, Role.SIGNAL, Role.LOOP);

    private final Consumer<Event> events;
    private final Types types;
    private final Consumer<String> note;
    private final String program;
    private final Locks locks;
    private final Monitors monitors = new Monitors();
    private final Turnstiles turnstiles = new Turnstiles();
    private final Passers<Thread> passers;
    private final WakingLines wakingLines;
    private final Map<Thread, Parked> parked = new HashMap<>();
    private final @Nullable Method root = method("jdk.internal.vm.ThreadContainers", "root");
    private final @Nullable Method children = method("jdk.internal.vm.ThreadContainer", "children");
    private final @Nullable Method threads = method("jdk.internal.vm.ThreadContainer", "threads");
    private long nextWait = Long.MAX_VALUE / 4 * 3;
    private List<Thread> runnable = List.of();
    private boolean manySaid;
    private int asked;
    private long lookedAt;

    /** @param program the package of the program's main class */
    VirtualThreadWatch(Consumer<Event> events, Types types, Consumer<String> note, String program) {
        this.events = events;
        this.types = types;
        this.note = note;
        this.program = program;
        this.wakingLines = new WakingLines(types);
        this.locks = new Locks(new Fields(types::open));
        this.passers = new Passers<>(new Others(), events);
    }

    /** Those that had not parked for long at the last look. */
    private final class Others implements Passers.Crowd<Thread> {
        @Override
        public Collection<Thread> others() {
            Set<Thread> others = alive();
            parked.forEach((thread, wait) -> {
                if (wait.shape != null) {
                    others.remove(thread);
                }
            });
            return others;
        }

        @Override
        public Map<Thread, Passers.Glance> glance(Collection<Thread> some) {
            Map<Thread, Passers.Glance> glances = new HashMap<>();
            for (Thread thread : some) {
                Object on = LockSupport.getBlocker(thread);
                List<Object> mark = List.of(thread.getState(), System.identityHashCode(on));
                glances.put(thread, new Passers.Glance(mark, Arrays.asList(thread.getStackTrace())));
            }
            return glances;
        }
    }

    private static final class Parked {
        Object blocker;
        final Thread.State state;
        long since;
        long wait;

        @Nullable WaitShape shape;

        Parked(Object blocker, Thread.State state, long since) {
            this.blocker = blocker;
            this.state = state;
            this.since = since;
        }
    }

    private static @Nullable Method method(String type, String name) {
        try {
            Method method = Class.forName(type).getMethod(name);
            method.setAccessible(true);
            return method;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    void look(long now) {
        runnable = List.of();
        asked = 0;
        Set<Thread> alive = alive();
        if (alive.size() > MANY) {
            sayMany(alive.size());
            return;
        }
        List<Thread> running = new ArrayList<>();
        for (Thread thread : alive) {
            if (compare(thread, now) == Thread.State.RUNNABLE && running.size() < RUNNABLE) {
                running.add(thread);
            }
        }
        runnable = running;
        parked.entrySet().removeIf(entry -> {
            boolean gone = !alive.contains(entry.getKey());
            if (gone) {
                ended(entry.getKey(), entry.getValue(), now);
            }
            return gone;
        });
        passers.look(stays(), now, now - lookedAt);
        lookedAt = now;
    }

    /** Empty where the JVM has none, or does not tell. */
    private Set<Thread> alive() {
        Set<Thread> alive = new HashSet<>();
        try {
            if (root != null) {
                collect(root.invoke(null), alive);
            }
        } catch (ReflectiveOperationException e) {
            alive.clear();
        }
        return alive;
    }

    private List<Passers.Stay> stays() {
        List<Passers.Stay> stays = new ArrayList<>();
        parked.values().forEach(wait -> {
            boolean timed = wait.state == Thread.State.TIMED_WAITING;
            if (wait.wait != 0 && wait.shape != null && Passers.Stay.mayBe(wait.shape, timed)) {
                stays.add(new Passers.Stay(wait.wait, wait.shape));
            }
        });
        return stays;
    }

    /** Whether it follows any wait. */
    boolean follows() {
        return parked.values().stream().anyMatch(wait -> wait.wait != 0);
    }

    private void sayMany(int count) {
        if (!manySaid) {
            manySaid = true;
            note.accept(count + " virtual threads are too many to look at one by one: their waits are not followed");
        }
    }

    private void collect(Object container, Set<Thread> alive) throws IllegalAccessException, InvocationTargetException {
        if (threads == null || children == null || alive.size() > MANY) {
            return;
        }
        try (Stream<?> own = (Stream<?>) threads.invoke(container)) {
            own.map(Thread.class::cast)
                    .filter(VirtualThreadWatch::isVirtual)
                    .limit(MANY + 1L)
                    .forEach(alive::add);
        }
        List<Object> below = new ArrayList<>();
        try (Stream<?> all = (Stream<?>) children.invoke(container)) {
            all.forEach(below::add);
        }
        for (Object child : below) {
            collect(child, alive);
        }
    }

    private static boolean isVirtual(Thread thread) {
        return thread.getClass().getName().equals("java.lang.VirtualThread");
    }

    /** Those that could run at the last look, some of them. */
    List<Thread> runnable() {
        return runnable;
    }

    private Thread.State compare(Thread thread, long now) {
        Thread.State state = thread.getState();
        Parked before = parked.get(thread);
        Object blocker = blocker(thread, state, before);
        if (before != null && before.blocker == blocker && before.state == state) {
            if (before.shape == null && now - before.since >= LASTING_NS) {
                describe(thread, before, now);
            }
            tellHolder(before, thread, now);
            return state;
        }
        if (before != null) {
            ended(thread, before, now);
            parked.remove(thread);
        }
        boolean blocked =
                state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING || state == Thread.State.BLOCKED;
        if (blocker != null && blocked) {
            parked.put(thread, new Parked(blocker, state, now));
        }
        return state;
    }

    private @Nullable Object blocker(Thread thread, Thread.State state, @Nullable Parked before) {
        if (state == Thread.State.BLOCKED) {
            return monitors.blockedOn(thread);
        }
        Object parkedOn = LockSupport.getBlocker(thread);
        if (parkedOn != null || state != Thread.State.WAITING) {
            return parkedOn;
        }
        if (before == null || before.wait == 0 || before.blocker == UNTOLD) {
            return UNTOLD;
        }
        return ++asked > ASKED ? before.blocker : monitor(thread);
    }

    private Object monitor(Thread thread) {
        Object monitor = monitors.waitingOn(thread);
        return monitor == null ? UNTOLD : monitor;
    }

    private void ended(Thread thread, Parked wait, long now) {
        if (wait.wait != 0) {
            events.accept(new Event.WaitEnded(now, wait.wait));
            if (wait.shape != null && wait.shape.role() != Role.LOCK) {
                turnstiles.woken(ThreadIds.of(thread), wait.shape.site());
                events.accept(new Event.WakeSampled(now, wait.shape.site(), null, now - wait.since, 1));
            }
        }
    }

    private void describe(Thread thread, Parked wait, long now) {
        boolean untold = wait.blocker == UNTOLD;
        if (untold && ++asked > ASKED) {
            return;
        }
        Object on = untold ? monitor(thread) : wait.blocker;
        List<StackTraceElement> stack = Arrays.asList(thread.getStackTrace());
        boolean timed = wait.state == Thread.State.TIMED_WAITING;
        WaitShape shape = turnstiles.seen(
                ThreadIds.of(thread), WaitShape.of(stack, on == UNTOLD ? null : on, timed, types, program));
        wait.shape = shape;
        if (FOLLOWED.contains(shape.role())) {
            wait.wait = nextWait++;
            wait.blocker = on;
            wait.since = untold ? now : wait.since;
            String name = thread.getName().isEmpty() ? "virtual thread #" + ThreadIds.of(thread) : thread.getName();
            events.accept(new Event.WaitBegan(
                    now,
                    wait.wait,
                    wait.since,
                    shape.site(),
                    name,
                    ThreadIds.of(thread),
                    shape.source(),
                    shape.role(),
                    timed,
                    shape.stack()));
            List<Site> wakers = shape.role() == Role.LOCK ? List.of() : wakingLines.of(shape.stack());
            if (!wakers.isEmpty()) {
                events.accept(new Event.WakersRead(now, wait.wait, wakers));
            }
        }
    }

    private void tellHolder(Parked wait, Thread thread, long now) {
        if (wait.wait != 0 && wait.shape != null && wait.shape.role() == Role.LOCK) {
            Thread holder = holder(wait, thread);
            long id = holder == null ? 0 : ThreadIds.of(holder);
            events.accept(new Event.HolderSeen(now, wait.wait, id, holder != null && !holder.isAlive()));
        }
    }

    private @Nullable Thread holder(Parked wait, Thread thread) {
        if (wait.state != Thread.State.BLOCKED) {
            return locks.holder(thread);
        }
        List<Thread> lockWaiters = new ArrayList<>();
        parked.forEach((other, its) -> {
            if (its.shape != null && its.shape.role() == Role.LOCK) {
                lockWaiters.add(other);
            }
        });
        return monitors.holder(wait.blocker, lockWaiters);
    }
}
