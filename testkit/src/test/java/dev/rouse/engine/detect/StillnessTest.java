package dev.rouse.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Role;
import dev.rouse.testkit.Around;
import dev.rouse.testkit.LedgerStory;
import dev.rouse.testkit.Ledgers;
import dev.rouse.testkit.StoryWait;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** {@link LostWake}, where nobody is left who could wake. Floor and quiet are 1 s each. */
class StillnessTest {
    private static final String JOB = "com.acme.Job.await(Job.java:20)";

    private final LedgerStory story = Ledgers.at(0);

    private StoryWait aWait() {
        return story.wait(JOB).by("main");
    }

    private String toldAt(double seconds, Around around) {
        return story.at(seconds).surroundings(around).told();
    }

    @Nested
    class InASealedProcess {
        @Test
        void suspectsAWaitForASignalThatNobodyCanGive() {
            aWait().of(Role.SIGNAL).on("java.util.concurrent.locks.Condition").begins();

            assertThat(toldAt(5, Around.quietFor(4).idle(2))).isEqualTo("""
                    suspected lost-wake, 1 wait, first at 1970-01-01T00:00:00Z, last at 1970-01-01T00:00:05Z
                    waits at com.acme.Job.await(Job.java:20) on java.util.concurrent.locks.Condition for 5000 ms, task main
                    - it is 5.0 s old, and no task has run for 4.0 s: 2 are idle workers, the others wait
                    - nothing can come from outside: no timer is pending, no socket leads out of the process
                    fix: Signal after each change that can make the awaited condition true, on every path (finally).
                    """);
        }

        @Test
        void suspectsResultsAndLatchesTimedOrNot() {
            aWait().begins();
            story.wait("timed result").by("a").timed().begins();
            story.wait("latch").of(Role.LATCH).by("b").begins();

            assertThat(story.at(5).surroundings(Around.quietFor(4)).findings()).hasSize(3);
        }

        @Test
        void isSilentWhenATaskRanRecently() {
            aWait().begins();

            assertThat(toldAt(60, Around.quietFor(0.999))).isEmpty();
            assertThat(toldAt(61, Around.quietFor(1))).startsWith("suspected");
        }

        @Test
        void isSilentBelowTheFloor() {
            aWait().since(4.001).begins();

            assertThat(toldAt(5, Around.quietFor(4))).isEmpty();
        }

        @Test
        void isSilentWhileATimerIsPending() {
            aWait().begins();

            assertThat(toldAt(60, Around.quietFor(30).timerSince(20))).isEmpty();
        }

        @Test
        void isSilentWhileHousekeepingTicks() {
            aWait().of(Role.SIGNAL).begins();

            assertThat(toldAt(60, Around.quietFor(30).tickers(1))).isEmpty();
        }

        @Test
        void isSilentWhileAConnectionLeadsOut() {
            aWait().begins();
            story.wait("timed").by("b").timed().begins();

            assertThat(toldAt(60, Around.quietFor(30).outside(1))).isEmpty();
        }

        @Test
        void isSilentWhenTheNetworkCouldNotBeListed() {
            aWait().begins();
            story.wait("timed").by("b").timed().begins();

            assertThat(toldAt(60, Around.quietFor(30).networkUnknown())).isEmpty();
        }

        @Test
        void isSilentBeforeAnybodyHasLookedAround() {
            aWait().begins();

            assertThat(story.at(60).told()).isEmpty();
        }

        @Test
        void isSilentAboutALoopThatNobodyWaitsFor() {
            aWait().of(Role.LOOP).begins();
            story.wait("other loop").of(Role.LOOP).by("b").begins();

            assertThat(toldAt(60, Around.quietFor(30))).isEmpty();
        }

        @Test
        void suspectsALoopWhoseEndOrResultSomebodyAwaits() {
            aWait().of(Role.LOOP).begins();
            story.wait("com.acme.Main.join(Main.java:8)").of(Role.JOIN).by("b").begins();

            assertThat(toldAt(5, Around.quietFor(4)))
                    .startsWith("suspected lost-wake, 1 wait,")
                    .contains("waits at com.acme.Job.await(Job.java:20)");
        }

        @Test
        void isSilentAboutIdleWorkersJoinsLocksAndTimers() {
            for (Role role : new Role[] {Role.IDLE, Role.JOIN, Role.LOCK, Role.TIMER}) {
                story.wait("site of " + role).of(role).by("task " + role).begins();
            }

            assertThat(toldAt(60, Around.quietFor(30))).isEmpty();
        }

        @Test
        void isSilentAboutACallbackThatNoTaskStandsBehind() {
            story.wait(JOB).begins();

            assertThat(toldAt(60, Around.quietFor(30))).isEmpty();
        }

        @Test
        void saysThatThreadsOnlyLookOn() {
            aWait().begins();

            assertThat(toldAt(5, Around.quietFor(3).onlookers(1)))
                    .contains("- 1 thread only sleeps and looks on: nothing that is left of its code wakes anybody\n");
        }

        @Test
        void suspectsACallbackWhoseLikeWentOnWhereSomebodyLooksOn() {
            story.wakes(4, JOB, "waker", 2);
            story.wait(JOB).begins();

            assertThat(toldAt(5, Around.quietFor(3))).isEmpty();
            assertThat(toldAt(6, Around.quietFor(4).onlookers(1).inside(1))).isEmpty();
            assertThat(toldAt(7, Around.quietFor(4).onlookers(1))).startsWith("suspected lost-wake");
        }

        @Test
        void isSilentAboutACallbackOfASiteWhereNothingEverWentOn() {
            story.wait(JOB).begins();

            assertThat(toldAt(60, Around.quietFor(30).onlookers(1))).isEmpty();
        }

        @Test
        void isSilentAboutAnUntimedLatchThatAShutdownHookMayCountDown() {
            aWait().of(Role.LATCH).begins();

            assertThat(toldAt(60, Around.quietFor(30).shutdownHooks())).isEmpty();
            assertThat(toldAt(61, Around.quietFor(30))).startsWith("suspected");
        }

        @Test
        void suspectsATimedLatchAndAResultInSpiteOfShutdownHooks() {
            aWait().begins();
            story.wait("latch").of(Role.LATCH).by("b").timed().begins();

            Around around = Around.quietFor(4).shutdownHooks();

            assertThat(story.at(5).surroundings(around).findings()).hasSize(2);
        }
    }

    @Nested
    class AmongStrangers {
        @Test
        void suspectsAnUntimedLatchOnlyWhereSomebodyLooksOnAProcessThatTalksToItself() {
            aWait().of(Role.LATCH).begins();

            assertThat(toldAt(20, Around.quietFor(10).listeners(1).inside(1))).isEmpty();
            assertThat(toldAt(21, Around.quietFor(10).listeners(1).onlookers(1)))
                    .isEmpty();
            assertThat(toldAt(
                            22,
                            Around.quietFor(10)
                                    .listeners(1)
                                    .inside(1)
                                    .onlookers(1)
                                    .shutdownHooks()))
                    .isEmpty();
            assertThat(toldAt(23, Around.quietFor(10).listeners(1).inside(1).onlookers(1)))
                    .startsWith("suspected");
        }

        @Test
        void suspectsATimedWaitForAResultAndShowsUnreadBytes() {
            aWait().timed().begins();
            Around around = Around.quietFor(3)
                    .idle(1)
                    .listeners(1)
                    .inside(1)
                    .unread("12 bytes lie unread in the connection 127.0.0.1:80 -> 127.0.0.1:9: nobody reads it");

            assertThat(toldAt(5, around)).contains("""
                    - it is 5.0 s old, and no task has run for 3.0 s: 1 is an idle worker, the others wait
                    - 12 bytes lie unread in the connection 127.0.0.1:80 -> 127.0.0.1:9: nobody reads it
                    - nothing is on its way from outside: no open connection leads out of the process; strangers may still connect
                    """);
        }

        @Test
        void isSilentAboutAnUntimedWaitForTheServersEnd() {
            story.wait("com.acme.Server.closeFuture(Server.java:9)")
                    .on("io.netty.channel.DefaultChannelPromise")
                    .by("main")
                    .frame("com.acme.Server", "closeFuture", "Server.java", 9)
                    .frame("com.acme.Main", "main", "Main.java", 5)
                    .begins();

            assertThat(toldAt(600, Around.quietFor(500).listeners(1).inside(3))).isEmpty();
        }

        @Test
        void suspectsAnUntimedWaitForAResultByAnyOtherThreadAfterFiveFloors() {
            story.wait(JOB)
                    .by("worker")
                    .frame("com.acme.Job", "run", "Job.java", 20)
                    .begins();

            assertThat(toldAt(60, Around.quietFor(4.9).listeners(1))).isEmpty();
            assertThat(toldAt(61, Around.quietFor(5).listeners(1))).startsWith("suspected");
        }

        @Test
        void isSilentAboutAnUntimedWaitForASignal() {
            aWait().of(Role.SIGNAL).begins();
            story.wait("latch").of(Role.LATCH).by("b").begins();

            assertThat(toldAt(600, Around.quietFor(500).listeners(1).inside(1))).isEmpty();
        }

        @Test
        void suspectsATimedSignalOnlyWhereTheProcessTalksToItself() {
            aWait().of(Role.SIGNAL).timed().begins();

            assertThat(toldAt(60, Around.quietFor(30).listeners(1))).isEmpty();
            assertThat(toldAt(61, Around.quietFor(30).listeners(1).inside(1))).startsWith("suspected");
        }

        @Test
        void waitsTwiceAsLongWhereHousekeepingTicks() {
            aWait().timed().begins();

            assertThat(toldAt(10, Around.quietFor(1.9).tickers(1).timerSince(9.5)))
                    .isEmpty();
            assertThat(toldAt(11, Around.quietFor(2).tickers(1).timerSince(10.5)))
                    .contains("; housekeeping ticks, and wakes nobody\n");
        }

        @Test
        void isSilentWhileATimerIsPendingForLongerThanATick() {
            aWait().timed().begins();

            assertThat(toldAt(10, Around.quietFor(5).tickers(1).timerSince(8.2)))
                    .isEmpty();
            assertThat(toldAt(11, Around.quietFor(5).tickers(1).timerSince(9.3)))
                    .startsWith("suspected");
        }

        @Test
        void isSilentWhenATaskRanRecently() {
            aWait().timed().begins();

            assertThat(toldAt(60, Around.quietFor(0.9).listeners(1).inside(1))).isEmpty();
        }
    }
}
