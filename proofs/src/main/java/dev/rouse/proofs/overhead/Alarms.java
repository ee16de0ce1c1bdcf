package dev.rouse.proofs.overhead;

import java.util.ArrayList;
import java.util.List;

/** What the agent said that it should not have: these services lose no wake-up, so each finding is a false alarm. */
final class Alarms {
    private final List<String> all = new ArrayList<>();

    /** @param errors the standard error of a process that the agent was started with */
    void check(String where, List<String> errors) {
        if (errors.stream().noneMatch(line -> line.contains("rouse: watching "))) {
            add(where, "the agent did not say that it is watching: " + errors);
        }
        for (String line : errors) {
            boolean expected = line.contains("rouse: watching ") || line.contains("rouse: watched for ");
            if (!expected
                    && (line.contains("rouse: ") || line.contains("\"fingerprint\"") || line.contains("lost-wake"))) {
                add(where, line);
            }
        }
    }

    void add(String where, String line) {
        all.add(where + ": " + line);
        System.err.println("UNEXPECTED " + where + ": " + line);
    }

    List<String> all() {
        return List.copyOf(all);
    }
}
