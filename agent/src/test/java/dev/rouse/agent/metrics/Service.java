package dev.rouse.agent.metrics;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.Role;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.source.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A service as its events tell it, and its measures. */
final class Service {
    static final Instant START = Instant.parse("2026-01-01T10:00:00Z");
    static final Site RESPOND = new Site("com.acme.Gateway.respond(Gateway.java:61)");

    private static final long MILLI = 1_000_000L;

    private final Ledger ledger = new Ledger(Ledger.Limits.DEFAULT, 0, START);
    private final SiteTimes times = new SiteTimes();
    private final List<Finding> findings = new ArrayList<>();
    private long now;

    Service waited(Site site, double millis, int stands) {
        return tell(new Event.WakeSampled(now, site, null, (long) (millis * MILLI), stands));
    }

    Service ranLate(Site site, double millis, int stands) {
        return tell(new Event.RunSampled(now, site, (long) (millis * MILLI), stands));
    }

    Service waits(long id, Site site) {
        return tell(new Event.WaitBegan(now, id, now, site, null, 0, "Promise", Role.RESULT, false, List.of()));
    }

    Service at(long millis) {
        now = millis * MILLI;
        ledger.advance(now);
        return this;
    }

    private Service tell(Event event) {
        ledger.apply(event);
        times.event(event);
        return this;
    }

    Service found(Kind kind, Grade grade, long count) {
        Finding.Waiting waiting = new Finding.Waiting(RESPOND, null, "Promise", 0, List.of());
        findings.add(new Finding(
                kind,
                grade,
                count,
                START,
                START,
                "f" + findings.size(),
                waiting,
                null,
                null,
                List.of(),
                List.of(),
                "",
                false));
        return this;
    }

    Measures measures(int sites) {
        return Measures.of(ledger, times, START, findings, sites);
    }
}
