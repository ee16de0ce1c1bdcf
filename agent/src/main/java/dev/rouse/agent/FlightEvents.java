package dev.rouse.agent;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.Wait;
import dev.rouse.engine.source.Event;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;

/**
 * Writes findings and slow waits into the host's flight recordings. The recorder is never started from here: its first
 * start costs the host some 0.2 s. A recording that starts later is told the findings so far.
 */
final class FlightEvents implements Export {
    /** Findings kept for recordings to come, at most. */
    private static final int MOST = 1_000;

    private final Ledger ledger;
    private final Map<String, Finding> findings = new LinkedHashMap<>();
    private Set<Long> recordings = Set.of();
    private boolean registered;

    FlightEvents(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void look(long now) {
        if (!FlightRecorder.isInitialized()) {
            return;
        }
        Set<Long> running = FlightRecorder.getFlightRecorder().getRecordings().stream()
                .filter(recording -> recording.getState() == RecordingState.RUNNING)
                .map(Recording::getId)
                .collect(Collectors.toSet());
        if (!recordings.containsAll(running)) {
            register();
            findings.values().forEach(FlightEvents::write);
        }
        recordings = running;
    }

    @Override
    public void finding(Finding finding) {
        if (findings.size() < MOST || findings.containsKey(finding.fingerprint())) {
            findings.put(finding.fingerprint(), finding);
        }
        if (!recordings.isEmpty()) {
            write(finding);
        }
    }

    /** So that a recording without any finding tells that somebody looked. */
    private void register() {
        registered = true;
        FlightRecorder.register(FindingEvent.class);
        FlightRecorder.register(SlowWaitEvent.class);
    }

    private static void write(Finding finding) {
        FindingEvent.of(finding).commit();
    }

    @Override
    public void event(Event event) {
        if (!recordings.isEmpty() && event instanceof Event.WaitEnded ended) {
            Wait wait = ledger.followed(ended.waitId());
            if (wait != null) {
                SlowWaitEvent.of(wait, ended.at()).commit();
            }
        }
    }

    @Override
    public void close() {
        if (registered) {
            FlightRecorder.unregister(FindingEvent.class);
            FlightRecorder.unregister(SlowWaitEvent.class);
        }
    }
}
