package dev.rouse.testkit.contract;

import java.util.List;

/**
 * A rule that a future breaks, and a shortest sequence of steps that shows it.
 *
 * @param rule what it breaks
 * @param mistake the likely mistake, in a few words
 * @param steps what was done and what came of it, in order
 * @param expected what the rule asks for after the last step
 * @param happened what was seen instead
 */
public record Violation(Rule rule, String mistake, List<String> steps, String expected, String happened) {
    public Violation {
        steps = List.copyOf(steps);
    }

    /** The whole of it, for people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append("breaks rule ").append(rule.number()).append(" (").append(rule.title());
        text.append(") in ").append(steps.size()).append(steps.size() == 1 ? " step:\n" : " steps:\n");
        for (int i = 0; i < steps.size(); i++) {
            text.append("  ").append(i + 1).append(". ").append(steps.get(i)).append('\n');
        }
        text.append("expected: ").append(expected).append('\n');
        text.append("happened: ").append(happened).append('\n');
        return text.append("mistake:  ").append(mistake).toString();
    }
}
