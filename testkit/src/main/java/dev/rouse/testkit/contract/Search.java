package dev.rouse.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tries all orderings, the shorter ones first, each on a subject of its own. */
final class Search {
    private final Supplier<Subject> factory;
    private final Options options;
    private final Elsewhere elsewhere;
    private int orderings;
    private boolean partial;

    Search(Supplier<Subject> factory, Options options, Elsewhere elsewhere) {
        this.factory = factory;
        this.options = options;
        this.elsewhere = elsewhere;
    }

    /** What came of one ordering. */
    private record Played(@Nullable Violation violation, List<Step> next, Run.@Nullable Kept kept) {}

    Contract.Exploration run() {
        Run none = new Run(factory.get(), elsewhere);
        int depth = options.depthFor(none.waiters().size());
        List<List<Step>> level = new ArrayList<>();
        for (Step first : enabled(none)) {
            level.add(List.of(first));
        }
        Violation violation = null;
        for (int length = 1; length <= depth && violation == null; length++) {
            List<List<Step>> longer = new ArrayList<>();
            violation = tryAll(level, longer, length < depth);
            level = longer;
        }
        return new Contract.Exploration(Optional.ofNullable(violation), orderings, partial);
    }

    private @Nullable Violation tryAll(List<List<Step>> level, List<List<Step>> longer, boolean goesOn) {
        Leaks leaks = new Leaks();
        for (List<Step> ordering : level) {
            Played played = play(ordering);
            orderings++;
            Violation violation = played.violation();
            if (violation != null) {
                if (options.counts(violation.rule()) && comesAgain(ordering, violation)) {
                    return violation;
                }
                continue;
            }
            if (played.kept() != null) {
                leaks.add(played.kept());
            }
            if (goesOn) {
                played.next().forEach(step -> longer.add(with(ordering, step)));
            }
        }
        return options.counts(Rule.DROPPING_RELEASES) ? leaked(leaks) : null;
    }

    private @Nullable Violation leaked(Leaks leaks) {
        Violation violation = leaks.first();
        partial |= leaks.isPartial();
        return violation;
    }

    /** What does not come again was another thread's doing, and proves nothing. */
    private boolean comesAgain(List<Step> ordering, Violation violation) {
        Violation again = play(ordering).violation();
        boolean comes = again != null && again.rule() == violation.rule();
        partial |= !comes;
        return comes;
    }

    private Played play(List<Step> ordering) {
        Run run = new Run(factory.get(), elsewhere);
        for (Step step : ordering) {
            if (!run.take(step)) {
                return new Played(null, List.of(), null);
            }
        }
        boolean ends = run.eventFailure() != null || run.isHeldUp();
        List<Step> next = ends ? List.of() : enabled(run);
        boolean drops = ordering.get(ordering.size() - 1).kind() == Step.Kind.DROP;
        Run.Kept kept = drops ? run.kept() : null;
        return new Played(new Judge(run, options).violation(), next, kept);
    }

    private List<Step> enabled(Run run) {
        return Enabled.after(run).stream().filter(options::allows).toList();
    }

    private static List<Step> with(List<Step> ordering, Step step) {
        List<Step> longer = new ArrayList<>(ordering);
        longer.add(step);
        return longer;
    }
}
