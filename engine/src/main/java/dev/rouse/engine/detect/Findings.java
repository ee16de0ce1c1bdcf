package dev.rouse.engine.detect;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Fingerprint;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.Sightings;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.model.SiteHistory;
import dev.rouse.engine.model.Wait;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The parts of a finding that all kinds make alike. */
final class Findings {
    private Findings() {}

    /** 16 hexadecimal digits, equal for equal kind, site and source. */
    static String fingerprint(Kind kind, Site site, String source) {
        return Fingerprint.of(kind, site, source);
    }

    static Finding.Waiting waiting(Wait wait, long ageMs) {
        return new Finding.Waiting(wait.site(), wait.task(), wait.source(), ageMs, frames(wait.stack()));
    }

    private static List<String> frames(List<StackTraceElement> stack) {
        return stack.stream()
                .filter(frame -> !frame.getClassName().contains("$$Lambda"))
                .map(frame -> Site.of(frame).name())
                .toList();
    }

    /** What was seen, in the words of its detector. */
    record Verdict(
            Kind kind, Grade grade, long count, Finding.@Nullable Culprit culprit, List<String> evidence, String fix) {}

    /** The finding that a source's own sightings make. */
    static Finding of(Ledger ledger, Sightings seen, Verdict verdict) {
        SiteHistory history = ledger.history(seen.site());
        return new Finding(
                verdict.kind(),
                verdict.grade(),
                verdict.count(),
                ledger.wallClock(seen.firstAt()),
                ledger.wallClock(seen.lastAt()),
                fingerprint(verdict.kind(), seen.site(), seen.source()),
                new Finding.Waiting(
                        seen.site(),
                        seen.longest().task(),
                        seen.source(),
                        seen.longest().nanos() / 1_000_000,
                        frames(seen.stack())),
                history == null ? null : history.usualWaker(),
                verdict.culprit(),
                List.of(),
                verdict.evidence(),
                verdict.fix(),
                ledger.refused() > 0);
    }

    /** A type's name without its package. */
    static String simple(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }

    /** A duration as people read it: {@code 250 ms}, {@code 1.6 s}, {@code 75 s}. */
    static String time(long nanos) {
        double seconds = nanos / 1e9;
        if (seconds < 1) {
            return Math.round(nanos / 1e6) + " ms";
        }
        return seconds < 60 ? String.format(Locale.ROOT, "%.1f s", seconds) : Math.round(seconds) + " s";
    }

    /** The same for short ones too: {@code 0.3 ms}. */
    static String fine(long nanos) {
        return nanos < 9_950_000 ? String.format(Locale.ROOT, "%.1f ms", nanos / 1e6) : time(nanos);
    }

    static String count(long n, String one, String many) {
        return n + " " + (n == 1 ? one : many);
    }
}
