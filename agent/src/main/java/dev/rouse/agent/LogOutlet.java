package dev.rouse.agent;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.report.TextReport;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;

/** Prints to the host's standard error: an agent without a console. */
final class LogOutlet implements Outlet {
    private final PrintStream out;
    private final Map<String, Grade> told = new HashMap<>();

    LogOutlet(PrintStream out) {
        this.out = out;
    }

    @Override
    public void ready(String text) {
        out.println("rouse: " + text);
    }

    @Override
    public void note(String text) {
        out.println("rouse: " + text);
    }

    @Override
    public void finding(Finding finding) {
        Grade before = told.put(finding.fingerprint(), finding.grade());
        if (before == finding.grade()) {
            note(finding.kind().id() + " at " + finding.waiting().site() + ": now " + finding.count());
        } else {
            out.println(TextReport.render(finding, false));
        }
    }

    @Override
    public boolean asksToLeave() {
        return false;
    }

    @Override
    public void bye(String text) {
        out.println("rouse: " + text);
    }

    @Override
    public void refused(String text) {
        out.println("rouse: " + text);
    }

    @Override
    public void close() {}
}
