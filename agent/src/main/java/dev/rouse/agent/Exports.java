package dev.rouse.agent;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.source.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * All exports that were asked for, and that this JVM can bear. One that fails is closed, which is said once; the watch
 * goes on without it.
 */
final class Exports {
    private final List<Export> exports = new ArrayList<>();
    private final Consumer<String> note;

    Exports(Consumer<String> note) {
        this.note = note;
    }

    /** What the settings ask for. */
    static Exports asked(Settings settings, Outlet outlet, Ledger ledger) {
        Exports exports = new Exports(outlet::note);
        if (wantsStacks(settings)) {
            exports.add("stacks", () -> new StackLines(outlet, ledger));
        }
        if (!"false".equals(settings.get("jfr"))) {
            exports.add("flight recorder events", () -> new FlightEvents(ledger));
        }
        if (MetricsExport.isAsked(settings)) {
            exports.add("metrics", () -> new MetricsExport(settings::get, ledger, outlet::note));
        }
        return exports;
    }

    /** Whether somebody makes a flame graph, so that the stacks of wakes are worth their price. */
    static boolean wantsStacks(Settings settings) {
        return settings.get("stacks") != null;
    }

    void add(String name, Callable<Export> maker) {
        try {
            exports.add(maker.call());
        } catch (Exception | LinkageError e) {
            note.accept(name + " cannot be exported from this JVM: " + e);
        }
    }

    void event(Event event) {
        each(export -> export.event(event));
    }

    void finding(Finding finding) {
        each(export -> export.finding(finding));
    }

    void look(long now) {
        each(export -> export.look(now));
    }

    void close() {
        each(Export::close);
        exports.clear();
    }

    private void each(Consumer<Export> call) {
        for (Export export : List.copyOf(exports)) {
            try {
                call.accept(export);
            } catch (RuntimeException | LinkageError e) {
                drop(export, e);
            }
        }
    }

    private void drop(Export export, Throwable cause) {
        exports.remove(export);
        note.accept("an export failed and is off now, the watch goes on: "
                + export.getClass().getSimpleName() + ": " + cause);
        try {
            export.close();
        } catch (RuntimeException | LinkageError e) {
            note.accept("and it could not be closed: " + e);
        }
    }
}
