package dev.rouse.engine.report;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Site;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes a finding for people: what waits and where, why it will not go on, who normally wakes it and what became of
 * that, the evidence, the fix. Lines end at {@link Page#WIDTH} columns, but for names that are longer.
 */
public final class TextReport {
    private static final int SOCKETS_SHOWN = 3;
    private static final int CALLERS_SHOWN = 3;

    /** The kinds in which something runs, and none waits for a wake. */
    private static final Set<Kind> OF_RUNNING = Set.of(Kind.SELF_WAKE, Kind.NO_PROGRESS, Kind.BLOCKED_LOOP);

    /** The kinds whose breach is a wake that did not come, or not in time. */
    private static final Set<Kind> OF_A_MISSING_WAKE = Set.of(Kind.LOST_WAKE, Kind.MASKED_WAKE, Kind.LATE_WAKE);

    private final Finding finding;
    private final Page page;

    private TextReport(Finding finding, boolean colour) {
        this.finding = finding;
        this.page = new Page(colour);
    }

    /** The whole report, several lines, without a line break at its end. */
    public static String render(Finding finding, boolean colour) {
        TextReport report = new TextReport(finding, colour);
        report.whatWaits();
        report.whyItStops();
        report.whoWakesIt();
        report.evidence();
        report.whatToDo();
        return report.page.toString();
    }

    /** The headline alone: kind, grade, and how many of what. */
    public static String headline(Finding finding, boolean colour) {
        Page page = new Page(colour);
        page.headline(finding.kind(), finding.grade(), Words.breach(finding));
        return page.toString();
    }

    private void whatWaits() {
        Finding.Waiting waiting = finding.waiting();
        page.headline(finding.kind(), finding.grade(), Words.breach(finding));
        page.site(OF_RUNNING.contains(finding.kind()) ? "runs" : "waits", waiting.site());
        page.text("", typeAndTime(waiting));
        callers();
        if (waiting.task() != null) {
            page.text("task", waiting.task());
        }
        if (!finding.sockets().isEmpty()) {
            page.text("sockets", sockets(finding.sockets()));
        }
    }

    private String typeAndTime(Finding.Waiting waiting) {
        String time = Words.millis((double) waiting.ageMs());
        return switch (finding.kind()) {
            case LOST_WAKE, DEADLOCK ->
                "on " + waiting.source() + (waiting.aged() ? ", oldest for " + time + since() : "");
            case MASKED_WAKE, LATE_WAKE -> "on " + waiting.source() + ", longest for " + time;
            case SELF_WAKE, NO_PROGRESS, BLOCKED_LOOP -> "in " + waiting.source() + ", longest for " + time;
        };
    }

    private String since() {
        return ", since "
                + Words.clock(finding.lastSeen().minusMillis(finding.waiting().ageMs()));
    }

    /**
     * The frames that called the site: the JDK's own and our runtime's say nothing to the reader, nor does a bridge.
     */
    private void callers() {
        String label = "called by";
        String before = finding.waiting().site().name();
        int shown = 0;
        for (String frame : callerFrames()) {
            if (shown < CALLERS_SHOWN
                    && !Site.isJdk(frame)
                    && !Site.isRuntime(frame)
                    && !Words.method(frame).equals(Words.method(before))) {
                page.name(label, frame);
                label = "";
                shown++;
            }
            before = frame;
        }
    }

    private List<String> callerFrames() {
        List<String> stack =
                finding.waiting().stack().stream().map(Words::frame).toList();
        return stack.subList(stack.indexOf(finding.waiting().site().name()) + 1, stack.size());
    }

    private static String sockets(List<String> sockets) {
        String first = String.join(", ", sockets.subList(0, Math.min(SOCKETS_SHOWN, sockets.size())));
        int more = sockets.size() - SOCKETS_SHOWN;
        return more <= 0 ? first : first + " and " + more + " more";
    }

    private void whyItStops() {
        page.text(
                "why",
                finding.evidence().isEmpty()
                        ? "no evidence was recorded"
                        : finding.evidence().get(0));
    }

    private void whoWakesIt() {
        Finding.UsualWaker waker = finding.usualWaker();
        if (waker == null && !OF_RUNNING.contains(finding.kind())) {
            page.text(
                    "woken by",
                    finding.waiting().site().isOutsideTheJvm()
                            ? "not known: who wakes a task is not seen from outside"
                            : "not known: no earlier wait of this site has been seen");
        } else if (waker != null) {
            page.site("woken by", waker.site());
            page.text("", normally(waker));
        }
        Finding.Culprit culprit = finding.culprit();
        if (culprit != null) {
            page.site("culprit", culprit.site());
            page.text("", culprit.why());
        } else if (OF_A_MISSING_WAKE.contains(finding.kind())) {
            page.text("culprit", "not known: nothing seen tells what became of the wake");
        }
    }

    private static String normally(Finding.UsualWaker waker) {
        return String.format(
                Locale.ROOT,
                "normally: %s of %d sampled wakes, median %s",
                Words.percent(waker.share()),
                waker.samples(),
                Words.millis(waker.medianMs()));
    }

    private void evidence() {
        String label = "evidence";
        for (String sentence : finding.evidence().stream().skip(1).toList()) {
            page.text(label, sentence);
            label = "";
        }
        if (finding.partial()) {
            page.text("partial", "data that this depends on was lost: there may be more than is counted here");
        }
    }

    private void whatToDo() {
        page.text("fix", finding.fix());
        page.name("", finding.kind().doc());
    }
}
