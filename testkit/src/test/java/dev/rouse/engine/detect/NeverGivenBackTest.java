package dev.rouse.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Role;
import dev.rouse.testkit.LedgerStory;
import dev.rouse.testkit.Ledgers;
import dev.rouse.testkit.StoryWait;
import org.junit.jupiter.api.Test;

/** {@link NeverGivenBack}. The floor is 1 s. */
class NeverGivenBackTest {
    private static final String LEAK = "com.acme.Report.make(Report.java:9)";

    private final LedgerStory story = Ledgers.at(0);

    private StoryWait borrower() {
        return story.wait("com.acme.Pool.borrow(Pool.java:12)")
                .on("java.util.concurrent.locks.Condition")
                .of(Role.SIGNAL)
                .by("request")
                .begins();
    }

    @Test
    void namesTheLineThatBorrowsAndDoesNotAlwaysGiveBackOnceNobodyIsLeftWhoMight() {
        StoryWait wait = borrower();
        story.at(1);
        wait.borrows(0, 0, LEAK);

        assertThat(story.at(3).told()).isEqualTo("""
                suspected lost-wake, 1 wait, first at 1970-01-01T00:00:00Z, last at 1970-01-01T00:00:03Z
                waits at com.acme.Pool.borrow(Pool.java:12) on java.util.concurrent.locks.Condition for 3000 ms, task request
                culprit com.acme.Report.make(Report.java:9): the only line that borrows one and does not give it back on every way
                - it waits for Pool.borrow since 3.0 s, and for 2.0 s nobody has stood where one is in use: what is out was not given back
                - borrowed, and not given back on every way: com.acme.Report.make(Report.java:9)
                - given back at com.acme.Users.find(Users.java:31)
                fix: Give back what is borrowed on every path: in a finally block, or by try-with-resources; and give the wait a timeout.
                """);
    }

    @Test
    void tellsOfThoseThatEachHoldOneAndNeedASecond() {
        StoryWait wait = borrower();
        story.at(1);
        wait.borrows(0, 2, null);

        assertThat(story.at(3).told())
                .contains("2 of those that wait stand where one has been borrowed already: each needs another");
    }

    @Test
    void isSilentWhileSomebodyStandsWhereOneIsInUse() {
        StoryWait wait = borrower();
        for (int second = 1; second < 60; second++) {
            story.at(second);
            wait.borrows(second % 3 == 0 ? 1 : 0, 0, LEAK);
            assertThat(story.told()).isEmpty();
        }
    }

    @Test
    void isSilentWhereEveryLineGivesBackOnEveryWay() {
        StoryWait wait = borrower();
        story.at(1);
        wait.borrows(0, 0, null);

        assertThat(story.at(60).told()).isEmpty();
    }

    @Test
    void isSilentAboutAWaitOfWhichNothingIsKnown() {
        borrower();

        assertThat(story.at(60).told()).isEmpty();
    }
}
