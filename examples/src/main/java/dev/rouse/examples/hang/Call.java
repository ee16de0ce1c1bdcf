package dev.rouse.examples.hang;

/**
 * One request of the load.
 *
 * @param dueNanos when it was due to be sent, on the clock of {@link System#nanoTime}; its time counts from here, so a
 *     late client does not flatter the service
 */
record Call(int number, long dueNanos) {
    private static final String[] PATHS = {"/orders", "/prices", "/stock"};
    private static final int ONE_IN = 20;

    String path() {
        return PATHS[number % PATHS.length];
    }

    /** Every twentieth caller comes with a token of a partner's, the others with one of our own. */
    String token() {
        return (number % ONE_IN == ONE_IN - 1 ? "partner" : "local") + "/user-" + number;
    }

    long ageNanos() {
        return System.nanoTime() - dueNanos;
    }
}
