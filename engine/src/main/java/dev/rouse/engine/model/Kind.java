package dev.rouse.engine.model;

/** The kinds of breach of the waker contract; {@link #id()} is what JSON, options and doc pages call them. */
public enum Kind {
    LOST_WAKE("lost-wake"),
    MASKED_WAKE("masked-wake"),
    LATE_WAKE("late-wake"),
    SELF_WAKE("self-wake"),
    NO_PROGRESS("no-progress"),
    BLOCKED_LOOP("blocked-loop"),
    DEADLOCK("deadlock");

    private final String id;

    Kind(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** The page that explains this kind, relative to the project's root. */
    public String doc() {
        return "docs/findings/" + id + ".md";
    }

    /** @throws IllegalArgumentException naming the known kinds, when there is none of that id */
    public static Kind of(String id) {
        StringBuilder known = new StringBuilder();
        for (Kind kind : values()) {
            if (kind.id.equals(id)) {
                return kind;
            }
            known.append(known.isEmpty() ? "" : ", ").append(kind.id);
        }
        throw new IllegalArgumentException("no kind of finding is called '" + id + "'; known are " + known);
    }
}
