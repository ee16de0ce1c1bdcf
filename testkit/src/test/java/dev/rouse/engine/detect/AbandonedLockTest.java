package dev.rouse.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Role;
import dev.rouse.testkit.LedgerStory;
import dev.rouse.testkit.Ledgers;
import dev.rouse.testkit.StoryWait;
import org.junit.jupiter.api.Test;

/** {@link LostWake}, where the thread that holds a lock has ended. The floor is 1 s. */
class AbandonedLockTest {
    private final LedgerStory story = Ledgers.at(0);

    private StoryWait locked() {
        return story.wait("com.acme.Stock.take(Stock.java:12)")
                .on("java.util.concurrent.locks.ReentrantLock")
                .of(Role.LOCK)
                .by("buyer")
                .begins();
    }

    @Test
    void provesAWaitForALockWhoseHolderHasEnded() {
        StoryWait wait = locked().isHeldUpBy("seller");
        story.at(4);
        wait.isHeldUpByTheEnded("seller");

        assertThat(story.at(5).told()).isEqualTo("""
                proven lost-wake, 1 wait, first at 1970-01-01T00:00:00Z, last at 1970-01-01T00:00:05Z
                waits at com.acme.Stock.take(Stock.java:12) on java.util.concurrent.locks.ReentrantLock for 5000 ms, task buyer
                - the thread that holds the lock has ended without releasing it, and only it could
                fix: Release the lock in a finally block.
                """);
    }

    @Test
    void isSilentWhenTheHolderWasSeenToHaveEndedOnlyJustNow() {
        StoryWait wait = locked().isHeldUpBy("seller");
        story.at(4);
        wait.isHeldUpByTheEnded("seller");

        assertThat(story.at(4.999).told()).isEmpty();
    }

    @Test
    void isSilentWhenTheLockHasAnotherHolderByThen() {
        StoryWait wait = locked().isHeldUpByTheEnded("seller");
        story.at(0.5);
        wait.isHeldUpBy("other buyer");

        assertThat(story.at(60).told()).isEmpty();
    }

    @Test
    void isSilentWhileTheHolderLives() {
        locked().isHeldUpBy("seller");

        assertThat(story.at(600).told()).isEmpty();
    }

    @Test
    void isSilentAboutAWaitThatTheLedgerHadNoRoomFor() {
        LedgerStory full = Ledgers.limitedTo(0, 0);
        full.wait("a").of(Role.LOCK).by("buyer").begins().isHeldUpByTheEnded("seller");

        assertThat(full.at(60).told()).isEmpty();
        assertThat(full.ledger().refused()).isEqualTo(1);
    }
}
