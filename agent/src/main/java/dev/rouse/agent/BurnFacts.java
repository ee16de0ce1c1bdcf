package dev.rouse.agent;

import dev.rouse.engine.detect.Thresholds;
import dev.rouse.engine.model.Fact;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.source.Event;
import java.util.ArrayList;
import java.util.List;

/** The facts that are told of one burn, each in the words of its evidence. */
final class BurnFacts {
    private final Burn burn;
    private final Thresholds thresholds;
    private final List<Event.BreachSeen> facts = new ArrayList<>();

    BurnFacts(Burn burn, Thresholds thresholds) {
        this.burn = burn;
        this.thresholds = thresholds;
    }

    Burn burn() {
        return burn;
    }

    List<Event.BreachSeen> told() {
        return facts;
    }

    /** Whether so many calls are no accident. */
    boolean isRow(long calls) {
        return calls >= thresholds.inARow();
    }

    void tell(
            Fact fact, Burn.Burning thread, Burn.Count count, long calls, List<StackTraceElement> stack, String what) {
        add(fact, count.type(), thread, stack, calls, evidence(thread, what));
    }

    void add(Fact fact, String type, Burn.Burning thread, List<StackTraceElement> stack, long calls, String evidence) {
        facts.add(new Event.BreachSeen(burn.at(), fact, type, thread.name(), stack, burn.nanos(), calls, 0, evidence));
    }

    String evidence(Burn.Burning thread, String what) {
        String others =
                burn.threads().size() > 1 ? ", beside " + (burn.threads().size() - 1) + " more" : "";
        return what + "; thread " + thread.name() + " took " + thread.share(burn.nanos()) + others + ", "
                + thread.loop().samples() + " stacks of it were all in "
                + Site.of(thread.loop().frame()).name();
    }
}
