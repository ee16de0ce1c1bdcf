package dev.rouse.agent;

/** What a thread may still do to those that wait, as far as the code shows that it has yet to run. */
enum Outlook {
    /** It reads, prints, waits and ends. */
    ONLY_LOOKS,
    /** It also closes or interrupts something, as programs do when they end. */
    ENDS_THINGS,
    /** Or nobody can tell. */
    MAY_WAKE;

    Outlook or(Outlook other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
