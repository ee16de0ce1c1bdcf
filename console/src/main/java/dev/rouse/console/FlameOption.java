package dev.rouse.console;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that asks for flame graphs: the same for every command that watches a JVM. */
final class FlameOption {
    @Option(
            names = "--flame",
            paramLabel = "FILE",
            description = {
                "Write flame graphs at the end: FILE.html is one page with a graph for each of burnt (what burnt a "
                        + "core), waited (what waited for long, by time) and off-wake (who woke whom, by time).",
                "The same stacks as text go to FILE.collapsed beside it; FILE ending in .collapsed writes these alone."
            })
    private @Nullable String file;

    /** Lets the report draw, and has the agents send what that needs, if it was asked for. */
    void ask(Listener listener, Report report) {
        if (file != null) {
            report.draw(Flame.open(file));
            listener.asking("stacks=true");
        }
    }
}
