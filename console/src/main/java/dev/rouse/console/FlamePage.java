package dev.rouse.console;

import dev.rouse.engine.model.StackKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import one.convert.Arguments;
import one.convert.FlameGraph;
import org.jspecify.annotations.Nullable;

/**
 * One HTML page with a flame graph for each kind of stack that was seen. The graphs do not share a root: samples and
 * microseconds cannot be compared by width. Each is async-profiler's own page, in a frame of its own.
 */
final class FlamePage {
    /** What the converter's page gives a level, and what it has around them. */
    private static final int LEVEL_PIXELS = 16;

    private static final int AROUND_PIXELS = 90;

    private FlamePage() {}

    static String of(Map<StackKind, Map<String, Long>> stacks) {
        StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'>"
                + "<title>Rouse: flame graphs</title>"
                + "<style>body{font:14px sans-serif;margin:12px}iframe{width:100%;border:0}</style></head><body>\n");
        for (StackKind kind : StackKind.values()) {
            section(page, kind, stacks.get(kind));
        }
        return page.append("</body></html>\n").toString();
    }

    private static void section(StringBuilder page, StackKind kind, @Nullable Map<String, Long> stacks) {
        page.append("<h2 id='").append(kind.id()).append("'>").append(kind.id()).append("</h2>\n");
        page.append("<p>").append(meaning(kind)).append("</p>\n");
        if (stacks == null || stacks.isEmpty()) {
            page.append("<p><i>No such stack was seen.</i></p>\n");
            return;
        }
        page.append("<iframe title='")
                .append(kind.id())
                .append("' height='")
                .append(depth(stacks) * LEVEL_PIXELS + AROUND_PIXELS)
                .append("' srcdoc=\"")
                .append(graph(kind, stacks).replace("&", "&amp;").replace("\"", "&quot;"))
                .append("\"></iframe>\n");
    }

    private static String meaning(StackKind kind) {
        return switch (kind) {
            case BURNT -> "Threads that burnt a core. Width: how often they were sampled there.";
            case WAITED ->
                "What waited for long, threads and callbacks. Width: how long, in microseconds, added up over all.";
            case OFF_WAKE ->
                "Who woke whom: the stack that waited, then [woken by], then its waker from the innermost frame out. "
                        + "Width: how long it had waited, in microseconds, estimated from samples.";
        };
    }

    private static long depth(Map<String, Long> stacks) {
        return 2
                + stacks.keySet().stream()
                        .mapToLong(
                                folded -> folded.chars().filter(c -> c == ';').count())
                        .max()
                        .orElse(0);
    }

    private static String graph(StackKind kind, Map<String, Long> stacks) {
        StringBuilder lines = new StringBuilder();
        stacks.forEach((folded, weight) -> lines.append(folded.replace("</", "< /"))
                .append(' ')
                .append(weight)
                .append('\n'));
        FlameGraph graph = new FlameGraph(new Arguments("--title", kind.id()));
        ByteArrayOutputStream html = new ByteArrayOutputStream();
        try {
            graph.parseCollapsed(new StringReader(lines.toString()));
            graph.dump(html);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String page = html.toString(StandardCharsets.UTF_8);
        return kind == StackKind.BURNT
                ? page
                : page.replace(" samples'", " µs'").replace("'1 sample'", "'1 µs'");
    }
}
