package dev.rouse.agent;

import dev.rouse.engine.model.Fact;
import dev.rouse.probe.Meters;
import java.util.Comparator;

/**
 * A connection that is refused and asked for again at once, by one thread or by several that hand it on. Who goes
 * through many addresses looks for something, and gets on.
 */
final class Redial {
    /** A server that is about to start is waited for: so long one may, without a pause. */
    private static final long PATIENCE_NS = 2_000_000_000L;

    /** In the shorter look there are fewer: one takes the kernel and an exception or two. */
    private static final int SHORTER = 4;

    /** One in so many may be under way when the look begins or ends. */
    private static final int UNDER_WAY = 10;

    /** A name may have addresses of both kinds, and a service more than one. */
    private static final int TARGETS = 4;

    private final BurnFacts facts;
    private final Burn burn;

    Redial(BurnFacts facts) {
        this.facts = facts;
        this.burn = facts.burn();
    }

    /** Whether there is something to tell once it has gone on for longer. */
    boolean mayBeTold() {
        return facts.isRow(burn.calls(Meters.DIALLED) * SHORTER) && isInVain();
    }

    boolean isTold() {
        long dialled = burn.calls(Meters.DIALLED);
        if (burn.nanos() < PATIENCE_NS || !facts.isRow(dialled) || !isInVain()) {
            return false;
        }
        Burn.Burning most = burn.threads().stream()
                .max(Comparator.comparingLong(
                        thread -> thread.counts().of(Meters.DIALLED).calls()))
                .orElseThrow();
        Burn.Count count = most.counts().of(Meters.DIALLED);
        facts.tell(
                Fact.POLLED_IN_VAIN,
                most,
                count,
                dialled,
                count.stack(),
                "was dialled, nobody answered, and it was dialled again at once, without a pause");
        return true;
    }

    private boolean isInVain() {
        long dialled = burn.calls(Meters.DIALLED);
        return burn.moved(Meters.DIALLED) <= TARGETS
                && burn.calls(Meters.UNREACHED) * UNDER_WAY >= dialled * (UNDER_WAY - 1)
                && burn.moved(Meters.TRANSFER) == 0
                && burn.moved(Meters.TLS) == 0;
    }
}
