package dev.rouse.testkit;

import dev.rouse.engine.model.Finding;
import java.util.Locale;

/**
 * A finding as a few plain lines, one for each thing it says, so that a test shows the whole of what it expects. Unlike
 * the reports for people it has no layout that could change.
 */
public final class Outline {
    private final StringBuilder out = new StringBuilder();

    private Outline() {}

    public static String of(Finding finding) {
        Outline outline = new Outline();
        outline.write(finding);
        return outline.out.toString();
    }

    private void write(Finding f) {
        line(f.grade().id() + ' ' + f.kind().id() + (f.partial() ? " (partial)" : "") + ", " + f.count()
                + (f.count() == 1 ? " wait" : " waits") + ", first at " + f.firstSeen() + ", last at " + f.lastSeen());
        Finding.Waiting w = f.waiting();
        line("waits at " + w.site() + " on " + w.source() + " for " + w.ageMs() + " ms"
                + (w.task() == null ? "" : ", task " + w.task()));
        Finding.UsualWaker waker = f.usualWaker();
        if (waker != null) {
            line(String.format(
                    Locale.ROOT,
                    "usually woken at %s: %.1f %% of %d, median %.1f ms",
                    waker.site(),
                    waker.share() * 100,
                    waker.samples(),
                    waker.medianMs()));
        }
        Finding.Culprit culprit = f.culprit();
        if (culprit != null) {
            line("culprit " + culprit.site() + ": " + culprit.why());
        }
        if (!f.sockets().isEmpty()) {
            line("sockets " + String.join(" ", f.sockets()));
        }
        f.evidence().forEach(sentence -> line("- " + sentence));
        line("fix: " + f.fix());
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
