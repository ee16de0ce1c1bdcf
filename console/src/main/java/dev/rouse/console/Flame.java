package dev.rouse.console;

import dev.rouse.engine.model.StackKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The stacks that agents send, and the files that are made of them at the end: collapsed stacks, and a page of flame
 * graphs unless only the former were asked for. Not thread-safe: its report guards it.
 */
final class Flame {
    private static final String COLLAPSED = ".collapsed";
    private static final String HTML = ".html";

    /** Different stacks of one kind, at most; an agent sends 2,000. */
    private static final int MOST = 20_000;

    private final Path collapsed;
    private final Path page;
    private final boolean drawn;
    private final Map<StackKind, Map<String, Long>> stacks = new EnumMap<>(StackKind.class);
    private long left;

    private Flame(Path collapsed, Path page, boolean drawn) {
        this.collapsed = collapsed;
        this.page = page;
        this.drawn = drawn;
    }

    /** @throws BadUse when the name has another ending, or a file cannot be written */
    static Flame open(String name) {
        boolean drawn = name.endsWith(HTML);
        if (!drawn && !name.endsWith(COLLAPSED)) {
            throw new BadUse("--flame '" + name + "': give it a name that ends in " + HTML + ", or in " + COLLAPSED
                    + " for the stacks alone");
        }
        String stem = name.substring(0, name.length() - (drawn ? HTML : COLLAPSED).length());
        Flame flame = new Flame(Path.of(stem + COLLAPSED), Path.of(stem + HTML), drawn);
        flame.write();
        return flame;
    }

    /** One stack, outermost frame first. */
    void add(StackKind kind, long weight, String folded) {
        Map<String, Long> known = stacks.computeIfAbsent(kind, k -> new LinkedHashMap<>());
        if (known.size() < MOST || known.containsKey(folded)) {
            known.merge(folded, weight, Long::sum);
        } else {
            left++;
        }
    }

    /** @throws BadUse when a file cannot be written */
    void write() {
        write(collapsed, collapsed());
        if (drawn) {
            write(page, FlamePage.of(stacks));
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException | UncheckedIOException e) {
            throw new BadUse(
                    "cannot write '" + file + "': " + Sentences.reason(e, file.toString())
                            + "; give --flame a writable file",
                    e);
        }
    }

    private String collapsed() {
        StringBuilder lines = new StringBuilder();
        stacks.forEach((kind, known) -> known.forEach((folded, weight) -> lines.append(kind.id())
                .append(';')
                .append(folded)
                .append(' ')
                .append(weight)
                .append('\n')));
        return lines.toString();
    }

    /** One sentence: what was written where. */
    String summary() {
        long count = stacks.values().stream().mapToLong(Map::size).sum();
        String files = drawn ? page + ", as text in " + collapsed : collapsed.toString();
        String lost = left == 0 ? "" : ", " + left + " more found no room";
        return count == 0
                ? "no stack came for the flame graph: nothing waited for long, and no sampled promise was completed"
                : count + (count == 1 ? " stack is in " : " different stacks are in ") + files + lost;
    }
}
