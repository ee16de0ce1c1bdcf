package dev.rouse.acceptance;

import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One line of a {@code --json} file, as a stranger's program reads it: with a JSON library and the documented names.
 */
record ReportedFinding(
        String kind,
        String grade,
        long count,
        @SerializedName("wait") Waiting waiting,
        @Nullable Culprit culprit,
        List<String> evidence,
        String fix) {

    record Waiting(String site, String source, long ageMs, List<String> stack) {}

    record Culprit(String site, String why) {}

    static ReportedFinding of(String line) {
        return new Gson().fromJson(line, ReportedFinding.class);
    }

    /** All of a file's; the file must exist, for a missing one proves no silence. */
    static List<ReportedFinding> in(Path json) {
        try (Stream<String> lines = Files.lines(json)) {
            return lines.map(ReportedFinding::of).toList();
        } catch (IOException e) {
            throw new AssertionError("cannot read the findings in " + json, e);
        }
    }

    /** Whether the place at fault, the place that waits or a frame of its stack is one of those. */
    boolean isAt(Pattern place) {
        Stream<String> sites = Stream.concat(
                culprit == null ? Stream.of(waiting.site) : Stream.of(waiting.site, culprit.site),
                waiting.stack.stream());
        return sites.anyMatch(site -> place.matcher(site).find());
    }
}
