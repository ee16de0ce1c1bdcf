package dev.rouse.engine.report;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers, times and breaches in the words of a report. */
final class Words {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Words() {}

    /** What happened, how often: the rest of a headline. */
    static String breach(Finding finding) {
        boolean sure = finding.grade() == Grade.PROVEN;
        return switch (finding.kind()) {
            case LOST_WAKE -> count(finding, "wait", "waits") + (sure ? " will never end" : " will probably never end");
            case MASKED_WAKE -> count(finding, "wait", "waits") + " went on, but not by the wake of its own";
            case LATE_WAKE -> "woken, but run late, seen " + count(finding, "time", "times");
            case SELF_WAKE -> "a task keeps waking itself and gets nowhere, seen " + count(finding, "time", "times");
            case NO_PROGRESS -> "ready again and again, but nothing moves, seen " + count(finding, "time", "times");
            case BLOCKED_LOOP -> "an event loop was held " + count(finding, "time", "times");
            case DEADLOCK ->
                count(finding, "wait", "waits") + (sure ? "" : " probably") + " in a cycle, each held by the next";
        };
    }

    private static String count(Finding finding, String one, String many) {
        return finding.count() + " " + (finding.count() == 1 ? one : many);
    }

    /**
     * A duration as people read it: {@code 0.31 ms}, {@code 3.1 ms}, {@code 250 ms}, {@code 12.0 s}, {@code 3 min 5 s}.
     */
    static String millis(double millis) {
        if (millis < 999.5) {
            return String.format(
                    Locale.ROOT, millis < 0.995 ? "%.2f ms" : millis < 9.95 ? "%.1f ms" : "%.0f ms", millis);
        }
        if (millis < 59_950) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000);
        }
        long seconds = Math.round(millis / 1000);
        if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }

    /** A share of 0 to 1; less than all is never rounded up to 100 %. */
    static String percent(double share) {
        double percent = share < 1 ? Math.min(Math.round(share * 1000) / 10.0, 99.9) : 100;
        return String.format(Locale.ROOT, percent == Math.rint(percent) ? "%.0f %%" : "%.1f %%", percent);
    }

    static String clock(Instant time) {
        return CLOCK.format(time);
    }

    /** A printed frame without the class loader and module before it; a line outside the JVM has neither. */
    static String frame(String printed) {
        int open = printed.indexOf('(');
        return open < 0 ? printed : printed.substring(printed.lastIndexOf('/', open) + 1);
    }

    /** A frame without its file and line. */
    static String method(String frame) {
        int open = frame.indexOf('(');
        return open < 0 ? frame : frame.substring(0, open);
    }
}
