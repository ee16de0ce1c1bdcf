package dev.rouse.agent;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.report.TextReport;
import java.io.PrintStream;

/** Prints to the host's standard error: an agent without a console. */
final class LogOutlet implements Outlet {
    private final PrintStream out;

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
        out.println(TextReport.render(finding, false));
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
