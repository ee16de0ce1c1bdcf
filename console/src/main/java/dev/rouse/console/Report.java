package dev.rouse.console;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.StackKind;
import dev.rouse.engine.report.TextReport;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The report of one session: findings as text and as JSON lines when they arrive, a summary at the end. A finding that
 * is told again is printed in one line, and only when it says more.
 */
final class Report implements AgentNews, AutoCloseable {
    private final Style style;
    private final @Nullable JsonLines json;
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private @Nullable Flame flame;
    private @Nullable BadUse broke;
    private boolean failed;
    /** Whether an agent was ever ready: only then is it news that nothing was found. */
    private boolean watched;

    private boolean ended;
    private Consumer<Duration> whenEnded = watchedFor -> {};

    /**
     * How and what is reported.
     *
     * @param text where findings are printed; null when JSON has taken standard output
     * @param status where all else is said
     * @param atEnd whether the text of the findings waits for the end
     */
    record Style(
            @Nullable PrintStream text,
            PrintStream status,
            boolean colour,
            Grade least,
            FailOn failOn,
            boolean atEnd) {}

    Report(Style style, @Nullable JsonLines json) {
        this.style = style;
        this.json = json;
    }

    /** Collects stacks from now on, and writes their flame graphs at the end. */
    synchronized void draw(Flame graphs) {
        flame = graphs;
    }

    /** Says one sentence about the session itself. */
    synchronized void say(String sentence) {
        style.status().println("rouse: " + Sentences.oneLine(sentence));
    }

    @Override
    public synchronized void ready(long pid, String text) {
        watched = true;
        note(pid, text);
    }

    @Override
    public void note(long pid, String text) {
        say(pid == 0 ? text : text + " (pid " + pid + ")");
    }

    @Override
    public void refused(long pid, String text) {
        note(pid, text);
    }

    @Override
    public synchronized void stack(long pid, StackKind kind, long weight, String folded) {
        if (flame != null && !ended) {
            flame.add(kind, weight, folded);
        }
    }

    @Override
    public synchronized void finding(long pid, Finding finding) {
        Group group = groups.computeIfAbsent(finding.fingerprint(), fingerprint -> new Group());
        group.put(pid, finding);
        tell(group);
    }

    private void tell(Group group) {
        Finding sum = group.sum();
        if (ended || !counts(sum)) {
            return;
        }
        failed |= style.failOn().names(sum);
        if (group.written == null || sum.grade().compareTo(group.written.grade()) > 0) {
            write(group, sum);
        }
        if (!style.atEnd()) {
            print(group, sum);
        }
    }

    /** All that has been reported, below --min-grade too. */
    synchronized List<Finding> findings() {
        return groups.values().stream().map(Group::sum).toList();
    }

    /** Puts what is known better in the place of findings, and tells those anew, whole. */
    synchronized void review(UnaryOperator<Finding> better) {
        for (Group group : groups.values()) {
            if (group.review(better)) {
                group.written = null;
                group.printed = null;
                tell(group);
            }
        }
    }

    private boolean counts(Finding finding) {
        return finding.grade().compareTo(style.least()) >= 0;
    }

    private void write(Group group, Finding sum) {
        if (json == null || broke != null) {
            return;
        }
        try {
            json.write(sum);
            group.written = sum;
        } catch (BadUse e) {
            broke = e;
        }
    }

    private void print(Group group, Finding sum) {
        PrintStream text = style.text();
        Finding before = group.printed;
        if (text == null || (before != null && !saysMore(sum, before))) {
            return;
        }
        if (before == null) {
            text.println(TextReport.render(sum, style.colour()) + System.lineSeparator());
        } else {
            text.println("now  " + line(sum));
        }
        group.printed = sum;
    }

    /** A count that creeps up is not worth a line each time. */
    private static boolean saysMore(Finding sum, Finding before) {
        return sum.grade().compareTo(before.grade()) > 0 || sum.count() >= 2 * before.count();
    }

    private String line(Finding finding) {
        return TextReport.headline(finding, style.colour())
                + "  "
                + Sentences.oneLine(finding.waiting().site().name());
    }

    /** Writes what has changed since it was written, and sums up; what comes later is not told. */
    synchronized void end(Duration watchedFor) {
        if (ended) {
            return;
        }
        for (Group group : groups.values()) {
            Finding sum = group.sum();
            if (counts(sum) && changed(group, sum)) {
                write(group, sum);
            }
            if (counts(sum) && style.atEnd()) {
                print(group, sum);
            }
        }
        ended = true;
        summarise(watchedFor);
        whenEnded.accept(watchedFor);
        writeFlame();
    }

    /** Has this done when the report has ended, however it comes to that. */
    synchronized void whenEnded(Consumer<Duration> listener) {
        whenEnded = listener;
    }

    private void writeFlame() {
        if (flame == null) {
            return;
        }
        try {
            flame.write();
            say(flame.summary());
        } catch (BadUse e) {
            broke = e;
        }
    }

    private static boolean changed(Group group, Finding sum) {
        return group.written == null || group.written.count() != sum.count() || group.written.grade() != sum.grade();
    }

    private void summarise(Duration watchedFor) {
        PrintStream text = style.text();
        if (text == null || (!watched && groups.isEmpty())) {
            return;
        }
        List<Finding> all = groups.values().stream().map(Group::sum).toList();
        List<Finding> told = all.stream().filter(this::counts).toList();
        text.println("rouse: " + number(told.size()) + " in " + Durations.words(watchedFor)
                + hidden(all.size() - told.size()));
        told.forEach(finding -> text.println("  " + line(finding)));
        text.flush();
    }

    private static String number(int findings) {
        return findings == 0 ? "no finding" : findings == 1 ? "1 finding" : findings + " findings";
    }

    private String hidden(int below) {
        return below == 0
                ? ""
                : ", and " + below + " below --min-grade " + style.least().id();
    }

    /** Whether a finding that --fail-on names was seen. */
    synchronized boolean failed() {
        return failed;
    }

    synchronized boolean has(Kind kind) {
        return groups.values().stream().map(Group::sum).anyMatch(sum -> sum.kind() == kind && counts(sum));
    }

    synchronized boolean hasAny() {
        return groups.values().stream().map(Group::sum).anyMatch(this::counts);
    }

    /** The exit code of a session that otherwise ends with this one. */
    synchronized int exitCode(int otherwise) {
        if (broke != null) {
            throw Objects.requireNonNull(broke);
        }
        return failed ? ExitCode.FOUND : otherwise;
    }

    @Override
    public void close() throws IOException {
        if (json != null) {
            json.close();
        }
    }
}
