package dev.rouse.engine.model;

/** What the weight of a folded stack means. */
public enum StackKind {
    /** Samples of a thread that burnt a core. */
    BURNT("burnt"),
    /** Microseconds waited. */
    WAITED("waited"),
    /** Microseconds waited, the waiter's stack joined to that of its waker. */
    OFF_WAKE("off-wake");

    private final String id;

    StackKind(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** @throws IllegalArgumentException when there is none of that id */
    public static StackKind of(String id) {
        for (StackKind kind : values()) {
            if (kind.id.equals(id)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of stack is called '" + id + "'");
    }
}
