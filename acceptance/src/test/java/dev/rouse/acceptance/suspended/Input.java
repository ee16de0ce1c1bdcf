package dev.rouse.acceptance.suspended;

import java.io.IOException;

/** Whether the program's input has ended, which it asks for on a thread of its own. */
final class Input {
    private static volatile boolean ended;

    static {
        Thread reader = new Thread(Input::read, "input");
        reader.setDaemon(true);
        reader.start();
    }

    private Input() {}

    private static void read() {
        try {
            while (System.in.read() >= 0) {
                // what comes does not matter
            }
        } catch (IOException e) {
            System.err.println(e);
        }
        ended = true;
    }

    static boolean hasEnded() {
        return ended;
    }
}
