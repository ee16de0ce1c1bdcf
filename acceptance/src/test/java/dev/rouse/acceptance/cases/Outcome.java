package dev.rouse.acceptance.cases;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How a case ends: it says what it has seen and leaves, as a test harness of the library's own would. */
final class Outcome {
    static final String REPRODUCED = "bug: reproduced";
    static final String ABSENT = "bug: not reproduced";

    /** How long a user of these cases waits for an answer before he gives up. */
    static final Duration PATIENCE = Duration.ofSeconds(Long.getLong("rouse.case.patience", 6));

    private static final long STARTED = System.nanoTime();

    private Outcome() {}

    /**
     * Where nothing hangs, the program stays up for as long as it would have waited: so the silence about it means
     * something.
     */
    static void end(boolean reproduced, String evidence) {
        System.out.println("seen: " + evidence);
        System.out.println(reproduced ? REPRODUCED : ABSENT);
        if (!reproduced) {
            stayUp();
        }
        System.exit(0);
    }

    private static void stayUp() {
        try {
            TimeUnit.NANOSECONDS.sleep(STARTED + PATIENCE.toNanos() - System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
