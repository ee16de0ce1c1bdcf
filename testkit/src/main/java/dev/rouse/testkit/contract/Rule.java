package dev.rouse.testkit.contract;

/** A rule of the waker contract that a future can break, by its number in {@code dev.rouse.runtime}. */
public enum Rule {
    PENDING_ARMS(1, "Pending arms"),
    ARM_THEN_LOOK_AGAIN(2, "Arm, then look again"),
    SPURIOUS_POLL(6, "A spurious poll is allowed"),
    NEWEST_WAKER(7, "The newest waker counts"),
    AFTER_THE_END(8, "After the end, nothing"),
    DROPPING_RELEASES(9, "Dropping releases"),
    BUDGET(12, "A budget is kept"),
    SELF_WAKE(13, "A self-wake gets on");

    private final int number;
    private final String title;

    Rule(int number, String title) {
        this.number = number;
        this.title = title;
    }

    public int number() {
        return number;
    }

    public String title() {
        return title;
    }

    @Override
    public String toString() {
        return "rule " + number + ", " + title;
    }
}
