package dev.rouse.console;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Kind;
import java.util.EnumSet;
import java.util.Set;

/** The kinds of finding that make the exit code 3. */
record FailOn(Set<Kind> kinds) {
    static final FailOn NOTHING = new FailOn(Set.of());

    FailOn {
        kinds = Set.copyOf(kinds);
    }

    /** @param text {@code KIND[,KIND]}, or {@code any} */
    static FailOn parse(String text) {
        if (text.equals("any")) {
            return new FailOn(EnumSet.allOf(Kind.class));
        }
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (String id : text.split(",", -1)) {
            try {
                kinds.add(Kind.of(id.trim()));
            } catch (IllegalArgumentException e) {
                throw new BadUse(e.getMessage() + ", or any", e);
            }
        }
        return new FailOn(kinds);
    }

    boolean names(Finding finding) {
        return kinds.contains(finding.kind());
    }
}
