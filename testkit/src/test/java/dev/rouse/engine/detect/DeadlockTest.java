package dev.rouse.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Role;
import dev.rouse.testkit.LedgerStory;
import dev.rouse.testkit.Ledgers;
import dev.rouse.testkit.StoryWait;
import org.junit.jupiter.api.Test;

class DeadlockTest {
    private static final String LOCK = "java.util.concurrent.locks.ReentrantLock";

    private final LedgerStory story = Ledgers.at(10);

    private StoryWait locked(String site, String task) {
        return story.wait(site).on(LOCK).of(Role.LOCK).by(task);
    }

    @Test
    void drawsACycleOfTwo() {
        locked("com.acme.Bank.debit(Bank.java:30)", "debtor").since(8).begins().isHeldUpBy("creditor");
        locked("com.acme.Bank.credit(Bank.java:44)", "creditor")
                .since(9)
                .begins()
                .isHeldUpBy("debtor");

        assertThat(story.at(11).told()).isEqualTo("""
                proven deadlock, 2 waits, first at 1970-01-01T00:00:08Z, last at 1970-01-01T00:00:11Z
                waits at com.acme.Bank.credit(Bank.java:44) on java.util.concurrent.locks.ReentrantLock for 3000 ms, task creditor
                - debtor waits at com.acme.Bank.debit(Bank.java:30) for a java.util.concurrent.locks.ReentrantLock that creditor holds
                - creditor waits at com.acme.Bank.credit(Bank.java:44) for a java.util.concurrent.locks.ReentrantLock that debtor holds
                fix: Take these locks in one order everywhere, or use tryLock with a timeout.
                """);
    }

    @Test
    void drawsACycleOfThreeAndNotThoseWhoWaitBehindIt() {
        locked("a", "one").begins().isHeldUpBy("two");
        locked("b", "two").begins().isHeldUpBy("three");
        locked("c", "three").begins().isHeldUpBy("one");
        locked("d", "behind").begins().isHeldUpBy("one");

        assertThat(story.at(11).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.count()).isEqualTo(3);
            assertThat(finding.evidence()).hasSize(3).noneMatch(line -> line.contains("behind"));
        });
    }

    @Test
    void tellsTwoCyclesApart() {
        locked("a", "one").begins().isHeldUpBy("two");
        locked("b", "two").begins().isHeldUpBy("one");
        locked("c", "three").begins().isHeldUpBy("four");
        locked("d", "four").begins().isHeldUpBy("three");

        assertThat(story.at(11).findings())
                .hasSize(2)
                .extracting(Finding::fingerprint)
                .doesNotHaveDuplicates();
    }

    @Test
    void keepsTheFingerprintWhicheverTaskComesFirst() {
        locked("a", "one").begins().isHeldUpBy("two");
        locked("b", "two").begins().isHeldUpBy("one");
        LedgerStory other = Ledgers.at(10);
        other.wait("b").on(LOCK).of(Role.LOCK).by("x").begins().isHeldUpBy("y");
        other.wait("a").on(LOCK).of(Role.LOCK).by("y").begins().isHeldUpBy("x");

        String first = story.at(11).findings().get(0).fingerprint();

        assertThat(other.at(11).findings().get(0).fingerprint()).isEqualTo(first);
    }

    @Test
    void isSilentUntilTheHoldersHaveBeenTheSameForTheFloor() {
        locked("a", "one").since(1).begins().isHeldUpBy("two");
        locked("b", "two").since(1).begins().isHeldUpBy("one");

        assertThat(story.at(10.999).told()).isEmpty();
        assertThat(story.at(11).told()).startsWith("proven deadlock");
    }

    @Test
    void isSilentWhenTheHolderChangedBetweenTwoLooks() {
        StoryWait one = locked("a", "one").begins().isHeldUpBy("two");
        locked("b", "two").begins().isHeldUpBy("one");
        story.at(10.5);
        one.isHeldUpBy("three");
        story.at(10.6);
        one.isHeldUpBy("two");

        assertThat(story.at(11.5).told()).isEmpty();
    }

    @Test
    void isSilentWhenNobodyWasSeenToHoldTheLock() {
        StoryWait one = locked("a", "one").begins().isHeldUpBy("two");
        locked("b", "two").begins().isHeldUpBy("one");
        one.isHeldUpByNobody();

        assertThat(story.at(60).told()).isEmpty();
    }

    @Test
    void isSilentWhenATimedWaitBreaksTheCycle() {
        locked("a", "one").begins().isHeldUpBy("two");
        locked("b", "two").timed().begins().isHeldUpBy("one");

        assertThat(story.at(60).told()).isEmpty();
    }

    @Test
    void isSilentAboutAChainThatEndsInARunningTask() {
        locked("a", "one").begins().isHeldUpBy("two");
        locked("b", "two").begins().isHeldUpBy("three");

        assertThat(story.at(60).told()).isEmpty();
    }

    @Test
    void isSilentOnceOneOfThemGotItsLock() {
        locked("a", "one").begins().isHeldUpBy("two");
        StoryWait two = locked("b", "two").begins().isHeldUpBy("one");
        story.at(10.9);
        two.ends();

        assertThat(story.at(60).told()).isEmpty();
    }

    @Test
    void isSilentWhenTheLedgerHadNoRoomForTheWholeCycle() {
        LedgerStory small = Ledgers.limitedTo(1, 10).at(10);
        small.wait("a").of(Role.LOCK).by("one").begins().isHeldUpBy("two");
        small.wait("b").of(Role.LOCK).by("two").begins().isHeldUpBy("one");

        assertThat(small.at(60).told()).isEmpty();
        assertThat(small.ledger().refused()).isEqualTo(1);
    }

    @Test
    void isFoundBesideALostWake() {
        locked("a", "one").begins().isHeldUpBy("two");
        locked("b", "two").begins().isHeldUpBy("one");
        story.wait("c").begins().isCollectedBehindAThread();

        assertThat(story.at(20).findings()).extracting(Finding::kind).containsExactly(Kind.DEADLOCK, Kind.LOST_WAKE);
    }

    @Test
    void suspectsAPoolWhoseThreadsWaitForTasksInItsOwnQueue() {
        StoryWait one =
                story.wait("com.acme.Report.join(Report.java:9)").by("pool-1").since(8);
        StoryWait two =
                story.wait("com.acme.Report.join(Report.java:9)").by("pool-2").since(8);
        one.begins().isStarvedBehind("pool-2", 2, 3);
        two.begins().isStarvedBehind("pool-1", 2, 3);

        assertThat(story.at(11.5).told()).isEqualTo("""
                suspected deadlock, 2 waits, first at 1970-01-01T00:00:08Z, last at 1970-01-01T00:00:11.500Z
                waits at com.acme.Report.join(Report.java:9) on java.util.concurrent.CompletableFuture for 3500 ms, task pool-1
                - pool-1 waits at com.acme.Report.join(Report.java:9) for a java.util.concurrent.CompletableFuture that pool-2's pool has in its queue
                - pool-2 waits at com.acme.Report.join(Report.java:9) for a java.util.concurrent.CompletableFuture that pool-1's pool has in its queue
                - all 2 threads of the pool wait so, and nobody is left to run the 3 tasks in its queue
                fix: Run what a task waits for in another pool, or let the task end and go on in a callback of its result.
                """);
    }

    @Test
    void isSilentOnceThePoolIsStarvedNoMore() {
        StoryWait only = story.wait("a").by("pool-1").begins().isStarvedBehind("pool-1", 1, 1);
        only.isStarvedNoMore();

        assertThat(story.at(20).told()).isEmpty();
    }

    @Test
    void provesALockThatAThreadWaitsForThoughItHoldsIt() {
        locked("com.acme.Cache.put(Cache.java:5)", "one").begins().isHeldUpBy("one");

        assertThat(story.at(12).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.grade().id()).isEqualTo("proven");
            assertThat(finding.fix()).startsWith("Release the lock before taking it again");
        });
    }
}
