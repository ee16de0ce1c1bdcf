package dev.rouse.agent;

import dev.rouse.engine.detect.Thresholds;
import dev.rouse.engine.model.Fact;
import dev.rouse.engine.source.Event;
import dev.rouse.probe.Meters;
import java.util.List;

/**
 * What can be told of threads that burnt a core: only what the meters have seen come to nothing, again and again, while
 * nothing else moved. A thread that computes, or whose loop calls nothing that could tell, is not spoken about.
 */
final class BurnVerdict {
    /** What could be a strategy (to poll a channel) must be seen so many times, over more than fifteen seconds. */
    private static final int STRIKES = 3;

    private final BurnFacts facts;
    private final EmptyHanded emptyHanded;
    private final AskingInVain asking;

    private BurnVerdict(Burn burn, Thresholds thresholds) {
        this.facts = new BurnFacts(burn, thresholds);
        this.emptyHanded = new EmptyHanded(facts);
        this.asking = new AskingInVain(facts);
    }

    static List<Event.BreachSeen> of(Burn burn, Thresholds thresholds) {
        BurnVerdict verdict = new BurnVerdict(burn, thresholds);
        if (!new Resubmission(verdict.facts).isTold() && !new Redial(verdict.facts).isTold()) {
            burn.threads().forEach(verdict::judge);
        }
        return verdict.facts.told();
    }

    /** Whether there is something to tell once it has gone on for longer. */
    static boolean asksForMore(Burn burn, Thresholds thresholds) {
        BurnFacts facts = new BurnFacts(burn, thresholds);
        AskingInVain asking = new AskingInVain(facts);
        return of(burn, thresholds).isEmpty()
                && (new Redial(facts).mayBeTold() || burn.threads().stream().anyMatch(asking::mayBeTold));
    }

    private void judge(Burn.Burning thread) {
        if (thread.counts().of(Meters.TRANSFER).moved() > 0 || thread.kernelMoved() > 0) {
            return;
        }
        if (!emptyHanded.isTold(thread)) {
            judgeTheRest(thread);
        }
    }

    private void judgeTheRest(Burn.Burning thread) {
        Burn.Count transfers = thread.counts().of(Meters.TRANSFER);
        if (emptyHanded.failsAgainAndAgain(thread)) {
            return;
        }
        if (facts.isRow(transfers.calls())
                && transfers.allEmpty()
                && thread.strikes() >= STRIKES
                && !thread.onPurpose()) {
            facts.tell(Fact.POLLED_IN_VAIN, thread, transfers, transfers.calls(), transfers.stack(), "moved no byte");
        } else if (!asking.isTold(thread)
                && thread.entriesMetered()
                && thread.counts().of(Meters.ENTRY).calls() == 0) {
            NeverBack.tell(facts, thread);
        }
    }
}
