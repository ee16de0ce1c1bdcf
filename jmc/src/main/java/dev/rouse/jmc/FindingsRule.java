package dev.rouse.jmc;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;
import org.openjdk.jmc.common.util.TypedPreference;
import org.openjdk.jmc.flightrecorder.rules.IResult;
import org.openjdk.jmc.flightrecorder.rules.IResultValueProvider;
import org.openjdk.jmc.flightrecorder.rules.IRule;
import org.openjdk.jmc.flightrecorder.rules.ResultBuilder;
import org.openjdk.jmc.flightrecorder.rules.Severity;
import org.openjdk.jmc.flightrecorder.rules.TypedResult;
import org.openjdk.jmc.flightrecorder.rules.util.JfrRuleTopics;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit.EventAvailability;

/**
 * Shows in Mission Control what Rouse's agent has found: a warning when a finding is proven, a notice when all are
 * suspected. It does not apply to a recording without a finding.
 */
public final class FindingsRule implements IRule {
    /** Mission Control warns from 75, and informs from 25. */
    private static final double PROVEN_SCORE = 90;

    private static final double SUSPECTED_SCORE = 50;

    @Override
    public String getId() {
        return "RouseFindings";
    }

    @Override
    public String getTopic() {
        return JfrRuleTopics.THREADS;
    }

    @Override
    public String getName() {
        return "Lost, Late and Spinning Wake-ups (Rouse)";
    }

    @Override
    public Map<String, EventAvailability> getRequiredEvents() {
        return Map.of(RecordedFinding.EVENT, EventAvailability.AVAILABLE);
    }

    @Override
    public RunnableFuture<IResult> createEvaluation(
            IItemCollection items, IPreferenceValueProvider preferences, IResultValueProvider results) {
        return new FutureTask<>(() -> evaluate(items, preferences));
    }

    private IResult evaluate(IItemCollection items, IPreferenceValueProvider preferences) {
        List<RecordedFinding> findings = RecordedFinding.in(items);
        if (findings.isEmpty()) {
            return RulesToolkit.getNotApplicableResult(
                    this, preferences, "There is no finding of Rouse's agent in this recording.");
        }
        boolean proven = findings.stream().anyMatch(RecordedFinding::proven);
        double score = proven ? PROVEN_SCORE : SUSPECTED_SCORE;
        return ResultBuilder.createFor(this, preferences)
                .setSeverity(Severity.get(score))
                .addResult(TypedResult.SCORE, UnitLookup.NUMBER_UNITY.quantity(score))
                .setSummary(lines(findings, RecordedFinding::headline))
                .setExplanation(lines(findings, RecordedFinding::explanation))
                .setSolution(
                        findings.stream().map(RecordedFinding::fix).distinct().collect(Collectors.joining("\n")))
                .build();
    }

    private static String lines(List<RecordedFinding> findings, Function<RecordedFinding, String> line) {
        return findings.stream().map(line).collect(Collectors.joining("\n"));
    }

    @Override
    public Collection<TypedPreference<?>> getConfigurationAttributes() {
        return List.of();
    }

    @Override
    public Collection<TypedResult<?>> getResults() {
        return List.of(TypedResult.SCORE);
    }
}
