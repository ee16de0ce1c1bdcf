package dev.rouse.agent;

import dev.rouse.engine.model.Finding;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Percentage;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import jdk.jfr.Timestamp;
import org.jspecify.annotations.Nullable;

/** A finding in a flight recording; the last event of a fingerprint counts. */
@Name("dev.rouse.Finding")
@Label("Finding")
@Category("Rouse")
@Description("A breach of the contract between waiters and wakers; the last event of a fingerprint counts")
@StackTrace(false)
final class FindingEvent extends Event {
    @Label("Kind")
    String kind = "";

    @Label("Grade")
    @Description("proven is a promise, suspected is not")
    String grade = "";

    @Label("Count")
    @Description("How many waits share it")
    long count;

    @Label("Site")
    @Description("Where it waits")
    String site = "";

    @Label("Task")
    @Nullable String task;

    @Label("Source")
    @Description("The type that is waited on")
    String source = "";

    @Label("Age")
    @Description("For how long the oldest has waited")
    @Timespan(Timespan.MILLISECONDS)
    long age;

    @Label("Usual Waker")
    @Description("The line that ended most of the other waits of this site")
    @Nullable String usualWaker;

    @Label("Share of the Usual Waker")
    @Percentage
    float usualWakerShare;

    @Label("Usual Median")
    @Description("How long the waits of this site last that go on")
    @Timespan(Timespan.NANOSECONDS)
    long usualMedian;

    @Label("Culprit")
    @Description("The code at fault")
    @Nullable String culprit;

    @Label("What the Culprit Did")
    @Nullable String culpritWhy;

    @Label("Sockets")
    String sockets = "";

    @Label("Evidence")
    String evidence = "";

    @Label("Fix")
    String fix = "";

    @Label("First Seen")
    @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
    long firstSeen;

    @Label("Last Seen")
    @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
    long lastSeen;

    @Label("Fingerprint")
    @Description("Equal for equal kind, site and source, over runs of the same build")
    String fingerprint = "";

    @Label("Partial")
    @Description("Whether data that it depends on was lost")
    boolean partial;

    static FindingEvent of(Finding finding) {
        FindingEvent event = new FindingEvent();
        event.kind = finding.kind().id();
        event.grade = finding.grade().id();
        event.count = finding.count();
        event.fingerprint = finding.fingerprint();
        event.firstSeen = finding.firstSeen().toEpochMilli();
        event.lastSeen = finding.lastSeen().toEpochMilli();
        event.partial = finding.partial();
        event.sockets = String.join(", ", finding.sockets());
        event.evidence = String.join("; ", finding.evidence());
        event.fix = finding.fix();
        event.waits(finding.waiting());
        event.wakes(finding.usualWaker());
        event.blames(finding.culprit());
        return event;
    }

    private void waits(Finding.Waiting waiting) {
        site = waiting.site().name();
        task = waiting.task();
        source = waiting.source();
        age = waiting.ageMs();
    }

    private void wakes(Finding.@Nullable UsualWaker waker) {
        if (waker != null) {
            usualWaker = waker.site().name();
            usualWakerShare = (float) waker.share();
            usualMedian = Math.round(waker.medianMs() * 1e6);
        }
    }

    private void blames(Finding.@Nullable Culprit blamed) {
        if (blamed != null) {
            culprit = blamed.site().name();
            culpritWhy = blamed.why();
        }
    }
}
