package dev.rouse.acceptance.late;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * What is held up in many programs, all in one: with {@code held}, short tasks behind long ones on the thread of a
 * timer or an event loop, and a reply that nobody signals; with {@code free}, the same put right. Beside it, in both,
 * what looks alike and is innocent.
 */
public final class LateService {
    /** What it prints last. */
    public static final String DONE = "late: done";

    private LateService() {}

    /**
     * It ends when its input does.
     *
     * @param arguments {@code held} or {@code free}
     */
    public static void main(String[] arguments) throws IOException {
        boolean held = arguments[0].equals("held");
        ScheduledBeats.start(held);
        WheelBeats.start(held);
        LoopBeats.start(held);
        Replies.start(!held);
        Bystanders.start();
        while (System.in.read() >= 0) {
            // until whoever started it ends
        }
        System.out.println(DONE);
        System.exit(0);
    }

    /** Long enough to hold others up. */
    static void longWork() {
        pause(700);
    }

    static void pause(long ms) {
        try {
            TimeUnit.MILLISECONDS.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
