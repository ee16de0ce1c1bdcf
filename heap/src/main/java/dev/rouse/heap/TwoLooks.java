package dev.rouse.heap;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.heap.hprof.BadDump;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What two dumps of one process say together: which waits were lost in the earlier one, and are lost in the later one
 * still. A thread is the same when its number, the line where it waits and the type it waits on are. What waits without
 * a thread has no name in a dump, so as many of it count as both dumps have.
 */
public final class TwoLooks {
    private final Look earlier;
    private final Look later;
    private final Map<Wait, HeapReport.Lost> before = new HashMap<>();

    private TwoLooks(Look earlier, Look later) {
        this.earlier = earlier;
        this.later = later;
        earlier.report().lost().forEach(lost -> before.put(Wait.of(lost), lost));
    }

    /**
     * What was lost both times.
     *
     * @param apart the time between the dumps
     * @param findings of the later dump, each with as many waits as were lost in the earlier one too
     * @param gone threads that were lost in the earlier dump only: they have gone on, or ended
     * @param wrong how many of those the earlier dump called proven; more than 0 is a mistake of the analysis
     * @param came threads that are lost in the later dump only
     */
    public record Lasting(Duration apart, List<Finding> findings, long gone, long wrong, long came) {
        public Lasting {
            findings = List.copyOf(findings);
        }
    }

    private record Wait(long tid, String site, String source) {
        static Wait of(HeapReport.Lost lost) {
            return new Wait(lost.tid(), lost.site().name(), lost.source());
        }
    }

    /**
     * @param one in either order
     * @throws BadDump when they are not of one process, or of one moment
     */
    public static Lasting compare(Look one, Look other) {
        int later = one.takenAt().compareTo(other.takenAt());
        if (later == 0) {
            throw new BadDump("both dumps were taken at the same moment: take the second some time after the first");
        }
        return later < 0 ? new TwoLooks(one, other).lasting() : new TwoLooks(other, one).lasting();
    }

    private Lasting lasting() {
        if (earlier.salt() != later.salt()
                || earlier.report().counts().jdk() != later.report().counts().jdk()) {
            throw new BadDump("they are of two processes: what is lost in one says nothing of the other");
        }
        List<Finding> findings = new ArrayList<>();
        for (Finding finding : later.report().findings()) {
            Finding lasting = lasting(finding);
            if (lasting != null) {
                findings.add(lasting);
            }
        }
        long same = later.report().lost().stream().filter(this::wasLost).count();
        List<HeapReport.Lost> gone = gone();
        return new Lasting(
                Duration.between(earlier.takenAt(), later.takenAt()),
                findings,
                gone.size(),
                gone.stream().filter(lost -> lost.grade() == Grade.PROVEN).count(),
                later.report().lost().size() - same);
    }

    private boolean wasLost(HeapReport.Lost lost) {
        return before.containsKey(Wait.of(lost));
    }

    private List<HeapReport.Lost> gone() {
        Set<Wait> now = later.report().lost().stream().map(Wait::of).collect(Collectors.toSet());
        return earlier.report().lost().stream()
                .filter(lost -> !now.contains(Wait.of(lost)))
                .toList();
    }

    /** The part of a later finding that was lost in the earlier dump too; null when nothing of it was. */
    private @Nullable Finding lasting(Finding finding) {
        List<HeapReport.Lost> all = threads(later, finding);
        List<HeapReport.Lost> same = all.stream().filter(this::wasLost).toList();
        long unnamed = Math.max(0, Math.min(finding.count() - all.size(), unnamedBefore(finding)));
        long count = same.size() + unnamed;
        if (count <= 0) {
            return null;
        }
        boolean sure = same.stream().anyMatch(lost -> wasProven(lost) && lost.grade() == Grade.PROVEN);
        List<String> evidence = new ArrayList<>(finding.evidence());
        evidence.add(words(finding, same.size(), unnamed, sure));
        return new Finding(
                finding.kind(),
                grade(finding, same, unnamed),
                count,
                earlier.takenAt(),
                later.takenAt(),
                finding.fingerprint(),
                sure ? aged(finding.waiting(), same) : finding.waiting(),
                finding.usualWaker(),
                finding.culprit(),
                finding.sockets(),
                evidence,
                finding.fix(),
                finding.partial());
    }

    private static List<HeapReport.Lost> threads(Look look, Finding finding) {
        return look.report().lost().stream()
                .filter(lost -> lost.fingerprint().equals(finding.fingerprint()))
                .toList();
    }

    private long unnamedBefore(Finding finding) {
        return earlier.report().findings().stream()
                .filter(old -> old.fingerprint().equals(finding.fingerprint()))
                .mapToLong(old -> old.count() - threads(earlier, old).size())
                .sum();
    }

    private boolean wasProven(HeapReport.Lost lost) {
        HeapReport.Lost old = before.get(Wait.of(lost));
        return old != null && old.grade() == Grade.PROVEN;
    }

    /** Proven as before, unless it is the proven ones that came only later. */
    private static Grade grade(Finding finding, List<HeapReport.Lost> same, long unnamed) {
        boolean proven = unnamed > 0 || same.stream().anyMatch(lost -> lost.grade() == Grade.PROVEN);
        return proven ? finding.grade() : Grade.SUSPECTED;
    }

    /** A wait that was proven never to end in the earlier dump is the same in the later one. */
    private Finding.Waiting aged(Finding.Waiting waiting, List<HeapReport.Lost> same) {
        return new Finding.Waiting(
                waiting.site(),
                same.get(0).name(),
                waiting.source(),
                Duration.between(earlier.takenAt(), later.takenAt()).toMillis(),
                waiting.stack());
    }

    private String words(Finding finding, long same, long unnamed, boolean sure) {
        long seconds = Duration.between(earlier.takenAt(), later.takenAt()).toSeconds();
        String time = seconds < 120 ? seconds + " s" : seconds / 60 + " min";
        String which = same > 0
                ? same + (same == 1 ? " thread was" : " threads were") + " lost here in the dump of " + time
                        + " before already" + (sure ? "" : ", and may have gone on and come back between")
                : unnamed + " were lost here in the dump of " + time + " before already, as far as a count can tell";
        long more = finding.count() - same - unnamed;
        return which + (more > 0 ? String.format(Locale.ROOT, "; %d more came since and are not counted", more) : "");
    }
}
