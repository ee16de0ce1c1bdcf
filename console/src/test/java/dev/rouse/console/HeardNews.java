package dev.rouse.console;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.StackKind;
import java.util.ArrayList;
import java.util.List;

/** Keeps what agents said, as {@code PID what}. */
final class HeardNews implements AgentNews {
    private final List<String> heard = new ArrayList<>();

    synchronized List<String> all() {
        return List.copyOf(heard);
    }

    private synchronized void keep(long pid, String what) {
        heard.add(pid + " " + what);
    }

    @Override
    public void ready(long pid, String text) {
        keep(pid, "ready " + text);
    }

    @Override
    public void note(long pid, String text) {
        keep(pid, "note " + text);
    }

    @Override
    public void finding(long pid, Finding finding) {
        keep(pid, "finding " + finding.kind().id() + " " + finding.count());
    }

    @Override
    public void stack(long pid, StackKind kind, long weight, String folded) {
        keep(pid, "stack " + kind.id() + " " + weight + " " + folded);
    }

    @Override
    public void refused(long pid, String text) {
        keep(pid, "refused " + text);
    }
}
