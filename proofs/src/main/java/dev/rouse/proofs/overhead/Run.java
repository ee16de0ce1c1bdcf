package dev.rouse.proofs.overhead;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What all parts of a run share. */
record Run(Options options, Agents agents, Jdk jdk, Alarms alarms, Machine machine) {
    /** The collector and a heap that never resizes, so that arms differ in the agent alone. */
    static final List<String> FIXED = List.of("-XX:+UseG1GC", "-Xms512m", "-Xmx512m");

    /** Measures one arm in processes of its own. */
    interface Measurement {
        Measured measure(Arm arm) throws IOException;
    }

    /** All arms once a round, each round starting with another one; every arm is paired with {@link Arm#NONE}. */
    List<Pair> rounds(String part, List<Arm> arms, Measurement measurement) throws IOException {
        List<Pair> pairs = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            List<Arm> order = new ArrayList<>(arms);
            Collections.rotate(order, -round);
            Map<Arm, Measured> measured = new EnumMap<>(Arm.class);
            for (Arm arm : order) {
                measured.put(arm, measurement.measure(arm));
                progress(part, round, arm, measured.get(arm));
            }
            Measured none = measured.remove(Arm.NONE);
            measured.forEach((arm, values) -> pairs.add(new Pair(arm, values, none)));
        }
        return pairs;
    }

    void progress(String part, int round, Arm arm, Measured values) {
        StringBuilder line = new StringBuilder();
        line.append(part)
                .append(" JDK ")
                .append(jdk.feature())
                .append(" round ")
                .append(round + 1);
        line.append(" of ").append(options.rounds()).append(", ").append(arm.title());
        for (Metric metric : Metric.values()) {
            if (values.values().containsKey(metric)) {
                line.append(", ")
                        .append(metric.title())
                        .append(' ')
                        .append(metric.show(values.values().get(metric)));
            }
        }
        System.err.println(line);
    }

    List<String> jvmOptions(Arm arm) {
        List<String> all = new ArrayList<>(FIXED);
        all.addAll(arm.jvmOptions(agents));
        return all;
    }

    static void pause(int seconds) {
        try {
            Thread.sleep(seconds * 1_000L);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }
}
