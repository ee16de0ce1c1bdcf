package dev.rouse.examples.hang;

import dev.rouse.examples.story.Arguments;
import java.util.Set;

/**
 * What the load generator is to do.
 *
 * @param requests how many to send one at a time; the open load sends {@code rate * seconds}
 * @param hold seconds for which the connections stay open after the result
 */
record LoadPlan(int port, boolean oneAtATime, int requests, int rate, int seconds, int hold) {
    static final Set<String> OPTIONS = Set.of("port", "one-at-a-time", "requests", "rate", "seconds", "hold");

    LoadPlan {
        within("port", port, 1, 65_535);
        check(requests, rate, seconds, hold);
    }

    static LoadPlan of(Arguments arguments) {
        return new LoadPlan(
                arguments.number("port", 0),
                arguments.has("one-at-a-time"),
                arguments.number("requests", 200),
                arguments.number("rate", 280),
                arguments.number("seconds", 15),
                arguments.number("hold", 0));
    }

    static LoadPlan open(int port, int rate, int seconds) {
        return new LoadPlan(port, false, 1, rate, seconds, 0);
    }

    static LoadPlan oneAtATime(int port, int requests) {
        return new LoadPlan(port, true, requests, 1, 1, 0);
    }

    int total() {
        return oneAtATime ? requests : rate * seconds;
    }

    static void check(int requests, int rate, int seconds, int hold) {
        within("requests", requests, 1, 100_000);
        within("rate", rate, 1, 5_000);
        within("seconds", seconds, 1, 600);
        within("hold", hold, 0, 600);
    }

    private static void within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "--" + name + " must be from " + least + " to " + most + ", not " + value);
        }
    }
}
