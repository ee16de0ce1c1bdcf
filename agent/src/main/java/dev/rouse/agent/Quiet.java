package dev.rouse.agent;

import dev.rouse.engine.model.Role;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.model.Surroundings;
import java.util.Collection;

/** How things stand around the waits of the process's threads: for how long none of those that matter has run. */
final class Quiet {
    /** The network is read only once it has been quiet for so long. */
    private static final long LASTING_NS = 700_000_000L;

    private final Schedules schedules;

    Quiet(Fields fields) {
        this.schedules = new Schedules(fields);
    }

    /** @param following whether there is a wait for which it matters what comes over the network */
    Surroundings around(Collection<SeenThread> seen, long now, int ourPort, boolean following) {
        long lastRun = Long.MIN_VALUE;
        long oldestTimer = Long.MAX_VALUE;
        int idle = 0;
        int tickers = 0;
        int outside = 0;
        int onlooking = 0;
        boolean ends = false;
        // what the onlooker unlocks is what it has locked, unless somebody waits for a lock already
        boolean locks = seen.stream().anyMatch(thread -> thread.shape != null && thread.shape.role() == Role.LOCK);
        for (SeenThread thread : seen) {
            ends |= thread.outlook == Outlook.ENDS_THINGS;
            if (thread.onlooks() && thread.wait == 0 && thread.main && !locks) {
                onlooking++;
                continue;
            }
            if (Boolean.TRUE.equals(thread.ticks)
                    && thread.blocked()
                    && (schedules.isSeldom(thread.thread) || isOneOfMany(thread, seen))) {
                idle++;
            } else if (Boolean.TRUE.equals(thread.ticks)) {
                tickers += now - thread.ranAt < 5_000_000_000L ? 1 : 0;
                oldestTimer = Math.min(oldestTimer, thread.ranAt);
            } else {
                lastRun = Math.max(lastRun, quietSince(thread, now));
            }
            idle += isIdle(thread) ? 1 : 0;
            outside += thread.inNative == NativeWait.OUTSIDE ? 1 : 0;
        }
        // a thread that ticks may look now and then at what the onlooker has written
        boolean written = onlooking > 0 && tickers > 0;
        long quiet = lastRun == Long.MIN_VALUE || written ? 0 : now - lastRun;
        boolean still = following && quiet >= LASTING_NS;
        Network network = still ? Network.read(ourPort) : Network.UNKNOWN;
        outside += still && HostThreads.haveChildProcess() ? 1 : 0;
        return new Surroundings(
                quiet,
                idle,
                tickers,
                oldestTimer,
                network.known(),
                network.listeners(),
                network.outside() + outside,
                network.inside(),
                network.unread(),
                ends || ShutdownHooks.present(),
                onlooking);
    }

    /** A thread whose stack is not known yet, or that sleeps with a task in hand, counts as running. */
    private static long quietSince(SeenThread thread, long now) {
        boolean known = thread.blocked() ? thread.shape != null : thread.inNative != null;
        boolean sleeps = thread.shape != null && thread.shape.role() == Role.TIMER;
        boolean runs = thread.inNative == NativeWait.RUNNING && thread.wait == 0;
        return known && !sleeps && !runs ? thread.ranAt : now;
    }

    /**
     * Workers that are kept alive for a while wait until some time too, and at one place; who keeps the time is one.
     */
    private static boolean isOneOfMany(SeenThread thread, Collection<SeenThread> seen) {
        WaitShape shape = thread.shape;
        return shape != null
                && !shape.source().equals("java.lang.Thread.park")
                && !Site.isJdk(shape.site().name()) // many a loop of the JDK waits in Object.wait
                && seen.stream()
                        .filter(other -> other != thread && other.shape != null)
                        .anyMatch(other ->
                                other.shape != null && other.shape.site().equals(shape.site()));
    }

    private static boolean isIdle(SeenThread thread) {
        return (thread.shape != null && thread.shape.role() == Role.IDLE)
                || thread.inNative == NativeWait.INSIDE
                || thread.inNative == NativeWait.NETWORK
                || thread.inNative == NativeWait.NETWORK_OR_TIME;
    }
}
