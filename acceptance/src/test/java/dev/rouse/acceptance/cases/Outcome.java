package dev.rouse.acceptance.cases;

import java.time.Duration;

/** How a case ends: it says what it has seen and leaves, as a test harness of the library's own would. */
final class Outcome {
    static final String REPRODUCED = "bug: reproduced";
    static final String ABSENT = "bug: not reproduced";

    /** How long a user of these cases waits for an answer before he gives up. */
    static final Duration PATIENCE = Duration.ofSeconds(Long.getLong("rouse.case.patience", 6));

    private Outcome() {}

    static void end(boolean reproduced, String evidence) {
        System.out.println("seen: " + evidence);
        System.out.println(reproduced ? REPRODUCED : ABSENT);
        System.exit(0);
    }
}
