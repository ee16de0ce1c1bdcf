package dev.rouse.engine.report;

import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A page of labelled lines. Texts wrap, names do not. What came from the target cannot steer the terminal: control
 * characters are shown as {@code ?}.
 */
final class Page {
    static final int WIDTH = 100;

    private static final int LABEL = 12;
    private static final String RESET = "\033[0m";
    private static final String BOLD = "\033[1m";
    private static final String DIM = "\033[2m";
    private static final String PROVEN = "\033[1;31m";
    private static final String SUSPECTED = "\033[1;33m";

    private final boolean colour;
    private final List<String> lines = new ArrayList<>();

    Page(boolean colour) {
        this.colour = colour;
    }

    void headline(Kind kind, Grade grade, String words) {
        String gradeColour = grade == Grade.PROVEN ? PROVEN : SUSPECTED;
        lines.add(paint(BOLD, kind.id())
                + "  "
                + paint(gradeColour, grade.id().toUpperCase(Locale.ROOT))
                + "  "
                + paint(BOLD, clean(words)));
    }

    /** A headline of something else than a finding. */
    void headline(String word, boolean bad, String words) {
        lines.add(paint(bad ? PROVEN : BOLD, word) + "  " + paint(BOLD, clean(words)));
    }

    void site(String label, Site site) {
        line(label, paint(BOLD, clean(site.name())));
    }

    void name(String label, String name) {
        line(label, clean(name));
    }

    void text(String label, String text) {
        String head = label;
        StringBuilder line = new StringBuilder();
        for (String word : clean(text).split(" ", -1)) {
            if (!line.isEmpty() && LABEL + line.length() + 1 + word.length() > WIDTH) {
                line(head, line.toString());
                head = "";
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        line(head, line.toString());
    }

    private void line(String label, String rest) {
        String padding = " ".repeat(LABEL - 2 - label.length());
        lines.add("  " + (label.isEmpty() ? "" : paint(DIM, label)) + padding + rest);
    }

    private String paint(String style, String text) {
        return colour ? style + text + RESET : text;
    }

    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text);
        for (int i = 0; i < clean.length(); i++) {
            if (Character.isISOControl(clean.charAt(i))) {
                clean.setCharAt(i, '?');
            }
        }
        return clean.toString();
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
