package dev.rouse.console;

import dev.rouse.engine.compare.Change;
import dev.rouse.engine.compare.Comparison;
import dev.rouse.engine.record.Recording;
import dev.rouse.engine.report.ChangeJson;
import dev.rouse.engine.report.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was compared with what, and what came of it. */
record CompareSummary(Path baseFile, Recording base, Path nowFile, Recording now, Comparison comparison) {
    /** Most sites wake so many times as often, or so much less: another load, which nobody may take for a change. */
    private static final double OTHER_LOAD = 1.5;

    /** One line for each recording. */
    List<String> heads() {
        return List.of(head("base", baseFile, base), head("now ", nowFile, now));
    }

    private static String head(String name, Path file, Recording recording) {
        String what = fact(recording, "build");
        return Sentences.oneLine("rouse: " + name + " '" + file + "', " + Durations.words(recording.watched()) + ", "
                + count(recording.sites().size(), "site", "sites") + ", " + fact(recording, "main")
                + (what.equals("unknown") ? "" : " of " + what) + " on " + platform(recording));
    }

    private static String platform(Recording recording) {
        String tokio = fact(recording, "tokio");
        return tokio.equals("unknown") ? "Java " + fact(recording, "java") : "Tokio " + tokio;
    }

    /** Of the JVM that was last to come: a launcher comes before what it launches. */
    private static String fact(Recording recording, String key) {
        String fact = "unknown";
        for (Map<String, String> facts : recording.sources().values()) {
            fact = facts.getOrDefault(key, fact);
        }
        return fact;
    }

    /** What came of it, in sentences. */
    List<String> sums() {
        List<String> sums = new ArrayList<>();
        int regressions = comparison.regressions().size();
        int others = comparison.changes().size() - regressions;
        sums.add("rouse: " + (regressions == 0 ? "no regression" : count(regressions, "regression", "regressions"))
                + (others == 0 ? "" : " and " + count(others, "other change", "other changes"))
                + "; " + count(comparison.judged(), "site", "sites") + " compared"
                + (comparison.tooRare() == 0 ? "" : ", " + comparison.tooRare() + " too rare to be judged"));
        if (comparison.traffic() > OTHER_LOAD || comparison.traffic() < 1 / OTHER_LOAD) {
            sums.add(String.format(
                    Locale.ROOT,
                    "rouse: most sites wake %.2f times as often as in the base: compare under the same load where you can",
                    comparison.traffic()));
        }
        return sums;
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    /** What is missing in either. */
    List<String> losses() {
        List<String> losses = new ArrayList<>();
        lost(baseFile, base, losses);
        lost(nowFile, now, losses);
        return losses;
    }

    private static void lost(Path file, Recording recording, List<String> losses) {
        losses.addAll(RecordingFile.losses(file, recording));
        if (recording.lost() > 0) {
            losses.add("'" + file + "' is partial: " + recording.lost()
                    + " observations had to be dropped, so its rates are too low by some");
        }
    }

    /** A line about the comparison, then one for each change. */
    void write(JsonLines lines) {
        Json head = new Json().open().number("v", 1).text("change", "summary");
        head.number("regressions", comparison.regressions().size());
        head.number("judgedSites", comparison.judged()).number("rareSites", comparison.tooRare());
        head.real("traffic", comparison.traffic());
        recording(head, "base", baseFile, base);
        recording(head, "now", nowFile, now);
        lines.write(head.close().toString());
        for (Change change : comparison.changes()) {
            lines.write(ChangeJson.line(change));
        }
    }

    private static void recording(Json json, String key, Path file, Recording recording) {
        json.open(key)
                .text("file", file.toString())
                .real("seconds", recording.watched().toNanos() / 1e9);
        json.number("sites", recording.sites().size()).text("began", text(recording.began()));
        json.text("main", fact(recording, "main")).text("build", fact(recording, "build"));
        String tokio = fact(recording, "tokio");
        json.text("java", fact(recording, "java"));
        if (!tokio.equals("unknown")) {
            json.text("tokio", tokio);
        }
        json.flag("whole", recording.ending().isWhole());
        json.number("lost", recording.lost()).close();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
