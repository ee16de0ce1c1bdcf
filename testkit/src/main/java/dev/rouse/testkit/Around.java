package dev.rouse.testkit;

import dev.rouse.engine.model.Surroundings;
import java.util.ArrayList;
import java.util.List;

/** How things stand around the waits of a {@link LedgerStory}: still and sealed, unless said otherwise. */
public final class Around {
    private final long quietNs;
    private final List<String> unread = new ArrayList<>();
    private long oldestTimerNs = Long.MAX_VALUE;
    private boolean networkKnown = true;
    private boolean shutdownHooks;
    private int idle;
    private int tickers;
    private int listeners;
    private int outside;
    private int inside;
    private int onlookers;

    private Around(double quiet) {
        quietNs = Math.round(quiet * 1e9);
    }

    /** No task has run for so many seconds. */
    public static Around quietFor(double seconds) {
        return new Around(seconds);
    }

    public Around idle(int workers) {
        idle = workers;
        return this;
    }

    public Around tickers(int count) {
        tickers = count;
        return this;
    }

    /** The oldest timer is pending since this second of the story. */
    public Around timerSince(double seconds) {
        oldestTimerNs = LedgerStory.nanos(seconds);
        return this;
    }

    public Around networkUnknown() {
        networkKnown = false;
        return this;
    }

    public Around listeners(int count) {
        listeners = count;
        return this;
    }

    public Around outside(int ways) {
        outside = ways;
        return this;
    }

    public Around inside(int connections) {
        inside = connections;
        return this;
    }

    public Around unread(String sentence) {
        unread.add(sentence);
        return this;
    }

    public Around shutdownHooks() {
        shutdownHooks = true;
        return this;
    }

    public Around onlookers(int threads) {
        onlookers = threads;
        return this;
    }

    Surroundings surroundings() {
        return new Surroundings(
                quietNs,
                idle,
                tickers,
                oldestTimerNs,
                networkKnown,
                listeners,
                outside,
                inside,
                unread,
                shutdownHooks,
                onlookers);
    }
}
