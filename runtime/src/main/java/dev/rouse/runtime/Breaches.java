package dev.rouse.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Where all runtimes of a process tell what their cores have seen. Each breach goes to the runtime's own listener, and
 * to a queue of bounded length that an agent reads, through types of the JDK alone; samples of what is no breach go
 * there only while somebody asks for them. Public for that agent: programs use {@link Runtime.Builder#onBreach}.
 */
public final class Breaches {
    private static final int QUEUE = 4_096;

    /** Kept for breaches when samples come faster than they are read. */
    private static final int ROOM_FOR_BREACHES = QUEUE / 4;

    /** A core that was blocked so long is told in the log even where nobody watches. */
    private static final long LONG_STALL_NS = 1_000_000_000;

    private static final ArrayBlockingQueue<Breach> SEEN = new ArrayBlockingQueue<>(QUEUE);
    private static final AtomicLong LOST = new AtomicLong();
    private static volatile boolean asked;

    private final Consumer<Breach> listener;

    /** Types of which a child was woken by its own waker, on any core. */
    private final Set<String> firing = ConcurrentHashMap.newKeySet();

    Breaches(Consumer<Breach> listener) {
        this.listener = listener;
    }

    void tell(Breach breach) {
        boolean isBreach = breach.fact().isBreach();
        if (!isBreach && SEEN.remainingCapacity() < ROOM_FOR_BREACHES) {
            return; // a sample less is no loss
        }
        if ((asked || isBreach) && !SEEN.offer(breach)) {
            LOST.incrementAndGet();
        }
        if (isBreach) {
            try {
                listener.accept(breach);
            } catch (RuntimeException e) {
                System.getLogger("dev.rouse.runtime").log(System.Logger.Level.WARNING, "a breach's listener failed", e);
            }
        }
    }

    void fires(String type) {
        firing.add(type);
    }

    boolean doesFire(String type) {
        return firing.contains(type);
    }

    /** Whether somebody reads, so that wakes are worth sampling. */
    static boolean asked() {
        return asked;
    }

    /**
     * All that was seen since the last call, as {@link Breach#asMap}, and last a map with the number that was
     * {@code lost} for want of room. Called reflectively by the agent.
     */
    public static List<Map<String, Object>> take() {
        asked = true;
        List<Breach> breaches = new ArrayList<>();
        SEEN.drainTo(breaches);
        List<Map<String, Object>> maps = new ArrayList<>();
        breaches.forEach(breach -> maps.add(breach.asMap()));
        maps.add(Map.of("lost", LOST.getAndSet(0)));
        return maps;
    }

    /** Nobody reads any more: wakes are not sampled until somebody asks again. Called reflectively by the agent. */
    public static void leave() {
        asked = false;
        SEEN.removeIf(breach -> !breach.fact().isBreach());
    }

    /** The listener when none is set: one line in the log for each kind of breach at each place. */
    static Consumer<Breach> log() {
        Set<String> told = ConcurrentHashMap.newKeySet();
        return breach -> {
            String line = Breaches.line(breach);
            if (isWorthALine(breach) && told.size() < 1_000 && told.add(breach.fact() + line)) {
                System.getLogger("dev.rouse.runtime")
                        .log(
                                System.Logger.Level.WARNING,
                                "{0}: {1} in task {2}, at {3}",
                                breach.fact(),
                                breach.future(),
                                breach.task(),
                                line);
            }
        };
    }

    /** How late a task ran, and a stall that ended soon, are for whoever knows what is late and long. */
    private static boolean isWorthALine(Breach breach) {
        return switch (breach.fact()) {
            case LATE, WOKEN, WAITED, RAN -> false;
            case BLOCKED -> breach.nanos() >= LONG_STALL_NS;
            default -> true;
        };
    }

    private static String line(Breach breach) {
        return breach.stack().isEmpty()
                ? "an unknown line"
                : new WaitSite(breach.future(), breach.stack()).line().toString();
    }
}
