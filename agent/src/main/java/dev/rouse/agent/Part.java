package dev.rouse.agent;

import java.util.function.Consumer;

/** A watch that the others can do without: an error of its own, as over a library's fields, ends it alone. */
final class Part {
    private final String what;
    private final Consumer<String> note;
    private boolean broken;

    /** @param what it watches, in words */
    Part(String what, Consumer<String> note) {
        this.what = what;
        this.note = note;
    }

    void look(Runnable look) {
        if (broken) {
            return;
        }
        try {
            look.run();
        } catch (RuntimeException | LinkageError e) {
            broken = true;
            note.accept("no longer watched by an error of the agent's own: " + what + "; the rest goes on: " + e);
        }
    }
}
