package dev.rouse.console;

import dev.rouse.heap.HeapReport;
import java.io.PrintStream;
import java.util.List;

/** The blocked threads that somebody can still wake, for people: where they wait, and who holds the waker. */
final class HeldText {
    private HeldText() {}

    static void print(List<HeapReport.Held> all, PrintStream out) {
        for (HeapReport.Held held : all) {
            out.println("held       " + held.count() + (held.count() == 1 ? " wait" : " waits") + " of \""
                    + Sentences.oneLine(held.task()) + '"');
            out.println("  waits      " + held.site());
            out.println("             on " + held.source());
            String label = "held by    ";
            for (String line : held.trail()) {
                out.println("  " + label + Sentences.oneLine(line));
                label = "           ";
            }
            out.println();
        }
    }
}
