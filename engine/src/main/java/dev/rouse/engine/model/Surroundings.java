package dev.rouse.engine.model;

import java.util.List;

/**
 * How things stand around the waits of a process: whether anybody is left who could still wake one.
 *
 * @param quietNs for how long no task has run, tickers apart; measured by CPU time and wait counts, not guessed
 * @param idle tasks that wait for work to come
 * @param tickers tasks that run for a moment at regular times and wake nobody
 * @param oldestTimerNs since when the oldest timer that has not fired yet is pending (source's clock);
 *     {@code Long.MAX_VALUE} when none is
 * @param networkKnown whether the process's sockets could be listed
 * @param listeners sockets on which strangers may connect
 * @param outside ways by which something may come from outside the process: connections whose other end is not in it,
 *     standard input, child processes, file watchers
 * @param inside connections with both ends in this process
 * @param unread connections in which received bytes lie unread, as sentences
 * @param shutdownHooks whether the program has registered a hook that may wake somebody when it ends, or a thread that
 *     sleeps will close something
 * @param onlookers threads that sleep now and then, and that wake nobody by what they have yet to run
 */
public record Surroundings(
        long quietNs,
        int idle,
        int tickers,
        long oldestTimerNs,
        boolean networkKnown,
        int listeners,
        int outside,
        int inside,
        List<String> unread,
        boolean shutdownHooks,
        int onlookers) {

    /** Nothing has been looked at yet: everything may still happen. */
    public static final Surroundings UNKNOWN =
            new Surroundings(0, 0, 0, Long.MIN_VALUE, false, 0, 0, 0, List.of(), false, 0);

    public Surroundings {
        unread = List.copyOf(unread);
    }

    public boolean timerPending() {
        return oldestTimerNs != Long.MAX_VALUE;
    }

    /** Nothing can arrive from outside and no timer is pending or ticks: only a task could wake anybody. */
    public boolean sealed() {
        return networkKnown && outside == 0 && listeners == 0 && tickers == 0 && !timerPending();
    }
}
