package dev.rouse.agent;

import dev.rouse.engine.model.FoldedStacks;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.StackKind;
import dev.rouse.engine.source.Event;
import java.util.HashMap;
import java.util.Map;

/**
 * Sends the growth of the folded stacks to the console that draws a flame graph of them. Waits that go on are counted
 * as they go, so that a program that is killed has told all but its last second.
 */
final class StackLines implements Export {
    private static final long PAUSE_NS = 1_000_000_000L;

    private final Outlet outlet;
    private final Ledger ledger;
    private final FoldedStacks waited = new FoldedStacks();
    private final Map<String, String> shared = new HashMap<>();
    private final Map<Long, Open> open = new HashMap<>();
    private long sentAt = Long.MIN_VALUE;

    StackLines(Outlet outlet, Ledger ledger) {
        this.outlet = outlet;
        this.ledger = ledger;
    }

    /** A wait that goes on, and up to when it has been counted. */
    private static final class Open {
        final String folded;
        long countedTo;

        Open(String folded, long since) {
            this.folded = folded;
            countedTo = since;
        }
    }

    @Override
    public void event(Event event) {
        if (event instanceof Event.WaitBegan began) {
            open.put(began.waitId(), new Open(folded(began), began.since()));
        } else if (event instanceof Event.WaitEnded ended) {
            Open wait = open.remove(ended.waitId());
            if (wait != null) {
                count(wait, ended.at());
            }
        }
    }

    /** Waits of one place share their stack; promises without a line of their own are known by their site. */
    private String folded(Event.WaitBegan began) {
        String folded = began.stack().isEmpty() ? began.site().name() : FoldedStacks.fold(began.stack());
        if (shared.size() > 2_000) {
            shared.clear();
        }
        return shared.computeIfAbsent(folded, same -> same);
    }

    private void count(Open wait, long until) {
        long micros = (until - wait.countedTo) / 1_000;
        if (micros > 0) {
            waited.add(wait.folded, micros);
            wait.countedTo += micros * 1_000;
        }
    }

    @Override
    public void look(long now) {
        if (sentAt != Long.MIN_VALUE && now - sentAt < PAUSE_NS) {
            return;
        }
        sentAt = now;
        send(now);
    }

    private void send(long now) {
        open.values().forEach(wait -> count(wait, now));
        outlet.stacks(StackKind.WAITED, waited.takeGrowth());
        outlet.stacks(StackKind.OFF_WAKE, ledger.stacks(StackKind.OFF_WAKE).takeGrowth());
        outlet.stacks(StackKind.BURNT, ledger.stacks(StackKind.BURNT).takeGrowth());
    }

    @Override
    public void close() {
        send(System.nanoTime());
    }
}
