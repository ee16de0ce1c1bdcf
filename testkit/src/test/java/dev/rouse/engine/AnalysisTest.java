package dev.rouse.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Finding;
import dev.rouse.testkit.LedgerStory;
import dev.rouse.testkit.Ledgers;
import dev.rouse.testkit.StoryWait;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnalysisTest {
    private static final String RESPOND = "com.acme.Gateway.respond(Gateway.java:61)";

    private final LedgerStory story = Ledgers.at(0);

    private StoryWait lost(int waits) {
        return story.wait(RESPOND).times(waits).begins().isCollectedBehindAThread();
    }

    /** So many waits of the site went on that an abandoned one is a rare thing there. */
    private void goesOnElsewhere() {
        story.samples(10, 64, RESPOND, 3);
    }

    @Test
    void tellsAFindingOnce() {
        lost(3);

        assertThat(story.at(3).told()).startsWith("proven lost-wake, 3 waits,");
        assertThat(story.at(4).told()).isEmpty();
        assertThat(story.at(400).told()).isEmpty();
    }

    @Test
    void tellsItAgainAtOnceWhenTheCountHasDoubled() {
        lost(3);
        lost(2);
        story.at(3).told();
        lost(5);

        assertThat(story.at(6).told()).startsWith("proven lost-wake, 10 waits,");
    }

    @Test
    void tellsOtherChangesAfterFiveSeconds() {
        StoryWait some = lost(3);
        story.at(3).told();
        lost(2);
        assertThat(story.at(7.999).told()).isEmpty();
        assertThat(story.at(8).told()).startsWith("proven lost-wake, 5 waits,");
        assertThat(story.at(60).told()).isEmpty();

        some.ends();

        assertThat(story.at(61).told()).startsWith("proven lost-wake, 2 waits,");
    }

    @Test
    void tellsItAgainWhenTheGradeHasRisen() {
        goesOnElsewhere();
        story.wait(RESPOND).times(5).begins().isCollectedButTimesOut();
        assertThat(story.at(3).told()).startsWith("suspected lost-wake, 5 waits,");

        lost(1);

        assertThat(story.at(6).told()).startsWith("proven lost-wake, 6 waits,");
    }

    @Test
    void doesNotTellAtOnceWhatHasBecomeLess() {
        goesOnElsewhere();
        StoryWait proven = lost(1);
        story.wait(RESPOND).times(5).begins().isCollectedButTimesOut();
        assertThat(story.at(3).told()).startsWith("proven lost-wake, 6 waits,");

        proven.ends();

        assertThat(story.at(4).told()).isEmpty();
        assertThat(story.at(8).told()).startsWith("suspected lost-wake, 5 waits,");
    }

    @Test
    void tellsTheFinalCountsAtTheEnd() {
        lost(3);
        story.at(3).told();
        lost(2);

        assertThat(story.at(6).toldAtTheEnd()).startsWith("proven lost-wake, 5 waits,");
    }

    @Test
    void hasNothingToAddAtTheEndWhenNothingChanged() {
        lost(3);
        story.at(3).told();

        assertThat(story.at(60).toldAtTheEnd()).isEmpty();
    }

    @Test
    void tellsOfEachSiteByItself() {
        lost(1);
        story.wait("com.acme.Other.call(Other.java:5)").begins().isCollectedBehindAThread();

        List<Finding> findings = story.at(3).findings();

        assertThat(findings)
                .extracting(finding -> finding.waiting().site().name())
                .containsExactly(RESPOND, "com.acme.Other.call(Other.java:5)");
    }

    @Test
    void hasNothingToSayOfAnEmptyLedger() {
        assertThat(story.at(3600).told()).isEmpty();
        assertThat(story.toldAtTheEnd()).isEmpty();
    }
}
