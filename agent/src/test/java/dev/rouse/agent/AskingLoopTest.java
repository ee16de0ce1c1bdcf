package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AskingLoopTest {
    /** Read as bytecode, not run. */
    static final class Loops {
        private static final Queue<String> QUEUE = new ConcurrentLinkedQueue<>();
        private static volatile boolean ends;
        static long sum;

        static void waits() {
            while (!ends) {
                String next = QUEUE.poll();
                if (next != null) {
                    sum += next.length();
                }
            }
        }

        static void waitsWithContinue() {
            while (true) {
                String next = QUEUE.poll();
                if (next == null) {
                    continue;
                }
                sum += next.length();
            }
        }

        static void waitsUntilNotEmpty() {
            while (QUEUE.isEmpty()) {
                // asks again
            }
            sum++;
        }

        static void computes() {
            long x = 1;
            while (!ends) {
                x = x * 6364136223846793005L + 1;
                String next = QUEUE.poll();
                if (next != null) {
                    sum += x;
                }
            }
        }

        static @Nullable String next() {
            return QUEUE.poll();
        }

        static void waitsForAnother() {
            while (!ends) {
                String next = next();
                if (next != null) {
                    sum += next.length();
                }
            }
        }

        static void asksOnce() {
            sum += QUEUE.poll() == null ? 0 : 1;
        }
    }

    private static boolean doesMore(String method, String asked) {
        List<StackTraceElement> stack = List.of(
                new StackTraceElement("java.util.concurrent.ConcurrentLinkedQueue", asked, null, -1),
                new StackTraceElement(Loops.class.getName(), method, null, -1));
        return AskingLoop.doesMore(stack, name -> Loops.class);
    }

    @Test
    void seesThatALoopOnlyAsks() {
        assertThat(doesMore("waits", "poll")).isFalse();
        assertThat(doesMore("waitsWithContinue", "poll")).isFalse();
        assertThat(doesMore("waitsUntilNotEmpty", "isEmpty")).isFalse();
    }

    @Test
    void looksAtTheCallerOfOneThatAsksOnce() {
        List<StackTraceElement> stack = List.of(
                new StackTraceElement("java.util.concurrent.ConcurrentLinkedQueue", "poll", null, -1),
                new StackTraceElement(Loops.class.getName(), "next", null, -1),
                new StackTraceElement(Loops.class.getName(), "waitsForAnother", null, -1));

        assertThat(AskingLoop.doesMore(stack, name -> Loops.class)).isFalse();
    }

    @Test
    void seesThatALoopComputesBetweenTwoQuestions() {
        assertThat(doesMore("computes", "poll")).isTrue();
    }

    @Test
    void claimsNothingWhereNoLoopIsSeen() {
        assertThat(doesMore("asksOnce", "poll")).isFalse();
    }
}
