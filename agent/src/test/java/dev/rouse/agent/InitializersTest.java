package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The classes below are initialized by threads that wait for each other for good: each test has its own. */
@Timeout(120)
class InitializersTest {
    private final Initializers initializers = new Initializers(Stacks::type);

    private static void meet(CountDownLatch both) {
        try {
            both.countDown();
            assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final CountDownLatch OUT = new CountDownLatch(1);

    private static class Shape {
        static {
            SHAPE_BEGUN.countDown();
            awaitStuck(0, CIRCLES_THREAD.join(), "touchCircle", Shape.class);
        }

        static final Shape UNIT = new Circle();

        static void touch() {
            assertThat(UNIT).isNotNull();
        }
    }

    private static final class Circle extends Shape {
        static void touch() {}
    }

    private static final CompletableFuture<Thread> CIRCLES_THREAD = new CompletableFuture<>();
    private static final CountDownLatch SHAPE_BEGUN = new CountDownLatch(1);

    private static final class Left {
        static {
            meet(BOTH);
        }

        static final int LEFT = Right.RIGHT + 1;
    }

    private static final class Right {
        static {
            meet(BOTH);
        }

        static final int RIGHT = Left.LEFT + 1;
    }

    private static final CountDownLatch BOTH = new CountDownLatch(2);

    private static final class Slow {
        static {
            slow();
        }

        static void touch() {}

        private static void slow() {
            try {
                OUT.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /**
     * Waits until a thread stands in this method and waits there for this class to be initialized. Only the JVM's own
     * list of threads tells that from one that stands at the same line and waits for a core.
     */
    private static Initializers.Stuck awaitStuck(int id, Thread thread, String in, Class<?> needed) {
        long end = System.nanoTime() + 20_000_000_000L;
        List<StackTraceElement> last = List.of();
        while (System.nanoTime() < end) {
            boolean waits = isStuckFor(thread, needed);
            last = List.of(thread.getStackTrace());
            if (waits && !last.isEmpty() && last.get(0).getMethodName().equals(in)) {
                return new Initializers.Stuck(id, last);
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("never stuck in " + in + ": " + last);
    }

    private static boolean isStuckFor(Thread thread, Class<?> needed) {
        String begins = "\"" + thread.getName() + "\" #" + ThreadIds.of(thread) + " ";
        String waits = "waiting on the Class initialization monitor for " + needed.getName();
        return Stream.of(threadPrint().split("\\R\\R", -1))
                .filter(one -> one.strip().startsWith(begins))
                .anyMatch(one -> one.lines().anyMatch(line -> line.strip().equals("- " + waits)));
    }

    private static String threadPrint() {
        try {
            Object print = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "threadPrint",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            return String.valueOf(print);
        } catch (JMException e) {
            throw new IllegalStateException("this JVM prints no threads", e);
        }
    }

    private static void touchCircle() {
        Circle.touch();
    }

    private static void touchCircleAfterShape() {
        try {
            SHAPE_BEGUN.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        touchCircle();
    }

    @Test
    void findsTwoThatWaitForEachOthersInitializer() throws Exception {
        Thread first = start(() -> assertThat(Left.LEFT).isPositive());
        Thread second = start(() -> assertThat(Right.RIGHT).isPositive());
        Initializers.Stuck left = awaitStuck(1, first, "<clinit>", Right.class);
        Initializers.Stuck right = awaitStuck(2, second, "<clinit>", Left.class);

        List<Initializers.Need> needs = initializers.among(List.of(left, right));

        assertThat(needs)
                .extracting(
                        need -> need.thread().id(),
                        Initializers.Need::type,
                        need -> need.holder().id())
                .containsExactlyInAnyOrder(tuple(1L, Right.class.getName(), 2L), tuple(2L, Left.class.getName(), 1L));
    }

    @Test
    void findsASuperclassThatNeedsItsSubclass() throws Exception {
        Thread second = start(InitializersTest::touchCircleAfterShape);
        CIRCLES_THREAD.complete(second);
        Thread first = start(Shape::touch);
        Initializers.Stuck shape = awaitStuck(1, first, "<clinit>", Circle.class);
        Initializers.Stuck circle = awaitStuck(2, second, "touchCircle", Shape.class);

        assertThat(initializers.among(List.of(shape, circle)))
                .extracting(need -> need.thread().id(), need -> need.holder().id())
                .containsExactlyInAnyOrder(tuple(1L, 2L), tuple(2L, 1L));
    }

    private static void touchSlow() {
        Slow.touch();
    }

    @Test
    void isSilentAboutTwoThatWaitForAThirdsSlowInitializer() throws Exception {
        Thread third = start(Slow::touch);
        BlockedThreads.awaitBlocked(third, "slow");
        Initializers.Stuck one = awaitStuck(1, start(InitializersTest::touchSlow), "touchSlow", Slow.class);
        Initializers.Stuck two = awaitStuck(2, start(InitializersTest::touchSlow), "touchSlow", Slow.class);

        assertThat(initializers.among(List.of(one, two))).isEmpty();
        OUT.countDown();
        third.join(20_000);
        assertThat(third.isAlive()).isFalse();
    }
}
