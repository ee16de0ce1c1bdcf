package dev.rouse.acceptance;

import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import dev.rouse.acceptance.cases.RealBug;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
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
        try {
            // not readString: a file that grows may end within a character
            String text = new String(Files.readAllBytes(json), StandardCharsets.UTF_8);
            String whole = text.substring(0, text.lastIndexOf('\n') + 1); // the last line may still be written
            return whole.lines().map(ReportedFinding::of).toList();
        } catch (IOException e) {
            throw new AssertionError("cannot read the findings in " + json, e);
        }
    }

    /** Waits until such findings, one for each of these, are in a file. */
    static void await(Path json, Duration atMost, List<Predicate<ReportedFinding>> wanted) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!(Files.exists(json) && hasAll(in(json), wanted))) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not all that is wanted was found within " + atMost + ", only " + in(json));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static boolean hasAll(List<ReportedFinding> findings, List<Predicate<ReportedFinding>> wanted) {
        return wanted.stream().allMatch(one -> findings.stream().anyMatch(one));
    }

    /** Whether it says what that bug is, and where. */
    boolean tells(RealBug bug) {
        return bug.kinds().contains(kind) && isAt(bug.place());
    }

    /** Whether the place at fault, the place that waits or a frame of its stack is one of those. */
    boolean isAt(Pattern place) {
        Stream<String> sites = Stream.concat(
                culprit == null ? Stream.of(waiting.site) : Stream.of(waiting.site, culprit.site),
                waiting.stack.stream());
        return sites.anyMatch(site -> place.matcher(site).find());
    }
}
