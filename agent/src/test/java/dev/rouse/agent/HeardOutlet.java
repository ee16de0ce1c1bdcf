package dev.rouse.agent;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.StackKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keeps what the agent says. */
final class HeardOutlet implements Outlet {
    final List<String> heard = new ArrayList<>();

    @Override
    public void ready(String text) {
        heard.add(text);
    }

    @Override
    public void note(String text) {
        heard.add(text);
    }

    @Override
    public void finding(Finding finding) {
        heard.add(finding.kind().id());
    }

    @Override
    public void stacks(StackKind kind, Map<String, Long> growth) {
        growth.forEach((folded, weight) -> heard.add(kind.id() + " " + weight + " " + folded));
    }

    @Override
    public boolean asksToLeave() {
        return false;
    }

    @Override
    public void bye(String text) {
        heard.add(text);
    }

    @Override
    public void refused(String text) {
        heard.add(text);
    }

    @Override
    public void close() {}
}
