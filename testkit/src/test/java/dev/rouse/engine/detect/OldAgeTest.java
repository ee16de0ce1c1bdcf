package dev.rouse.engine.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Role;
import dev.rouse.testkit.LedgerStory;
import dev.rouse.testkit.Ledgers;
import org.junit.jupiter.api.Test;

/**
 * {@link LostWake} by age against the site's own history. By default a site has a history from 16 wakes on, and with
 * waits of 3 ms the limit is the floor of 1 s; 2 s more must pass for the others to have caught up.
 */
class OldAgeTest {
    private static final String RESPOND = "com.acme.Gateway.respond(Gateway.java:61)";
    private static final String REPLY = "com.acme.AuthClient.onReply(AuthClient.java:77)";

    private final LedgerStory story = Ledgers.at(0);

    @Test
    void suspectsSeveralWaitsThatAllOthersOvertook() {
        story.wakes(100, RESPOND, REPLY, 3);
        story.at(11).wait(RESPOND).since(10).times(3).begins();
        story.wakes(100, RESPOND, REPLY, 4);

        assertThat(story.at(13).told()).isEqualTo("""
                suspected lost-wake, 3 waits, first at 1970-01-01T00:00:10Z, last at 1970-01-01T00:00:13Z
                waits at com.acme.Gateway.respond(Gateway.java:61) on java.util.concurrent.CompletableFuture for 3000 ms
                usually woken at com.acme.AuthClient.onReply(AuthClient.java:77): 100.0 % of 200, median 3.2 ms
                - it is 3.0 s old; of 200 sampled waits of this site that went on, 99 % took at most 4 ms and none more than 4 ms
                - 100 later waits of this site were seen to be woken meanwhile
                fix: Complete the CompletableFuture on every path of its producer, the failing ones too, and give the wait a timeout.
                """);
    }

    @Test
    void isSilentWithinTheTimeInWhichTheOthersCatchUp() {
        story.wakes(100, RESPOND, REPLY, 3);
        story.wait(RESPOND).times(3).begins();
        story.wakes(100, RESPOND, REPLY, 3);

        assertThat(story.at(2.999).told()).isEmpty();
        assertThat(story.at(3).told()).startsWith("suspected lost-wake, 3 waits,");
    }

    @Test
    void suspectsALoneWaitOnlyWhenItIsVeryOld() {
        story.wakes(100, RESPOND, REPLY, 3);
        story.wait(RESPOND).times(2).begins();
        story.wakes(100, RESPOND, REPLY, 3);

        assertThat(story.at(9.999).told()).isEmpty();
        assertThat(story.at(10).told()).startsWith("suspected lost-wake, 2 waits,");
    }

    @Test
    void isSilentWithTooFewSamples() {
        story.wakes(8, RESPOND, REPLY, 3);
        story.wait(RESPOND).times(3).begins();
        story.wakes(7, RESPOND, REPLY, 3);

        assertThat(story.at(60).told()).isEmpty();
        assertThat(story.wakes(1, RESPOND, REPLY, 3).told()).startsWith("suspected");
    }

    @Test
    void isSilentWhereHalfOfAllWaitsNeverEnd() {
        for (int second = 0; second < 20; second++) {
            story.at(second).wakes(50, RESPOND, REPLY, 3);
            story.wait(RESPOND).times(50).begins();
        }

        assertThat(story.told()).isEmpty();
    }

    @Test
    void isSilentWithoutAnyHistory() {
        story.wait(RESPOND).times(50).begins();

        assertThat(story.at(3600).told()).isEmpty();
    }

    @Test
    void isSilentWhenNothingOvertookIt() {
        story.wakes(100, RESPOND, REPLY, 3);
        story.wait(RESPOND).times(50).begins();
        story.wakes(7, RESPOND, REPLY, 3);

        assertThat(story.at(3600).told()).isEmpty();
    }

    @Test
    void takesFewThatOvertookItWhereTheyStandForMany() {
        story.wakes(100, RESPOND, REPLY, 3);
        story.wait(RESPOND).times(3).begins();
        assertThat(story.samples(3, 64, RESPOND, 3).at(5).told()).isEmpty();
        assertThat(story.samples(1, 64, RESPOND, 3).told()).startsWith("suspected lost-wake, 3 waits,");
    }

    @Test
    void isSilentWhenTheSitesWaitsAreNowShortNowLong() {
        story.wakes(997, RESPOND, REPLY, 3).wakes(3, RESPOND, REPLY, 30_000);
        story.wait(RESPOND).by("asker").begins();
        story.wakes(100, RESPOND, REPLY, 3);

        assertThat(story.at(91).told()).isEmpty();
        assertThat(story.at(92).told()).startsWith("suspected");
    }

    @Test
    void isSilentAboutCallbacksWhereALostOneShowsOnlyLate() {
        story.wakes(997, RESPOND, REPLY, 3).wakes(3, RESPOND, REPLY, 30_000);
        story.wait(RESPOND).times(50).begins();
        story.wakes(100, RESPOND, REPLY, 3);

        assertThat(story.at(3600).told()).isEmpty();
    }

    @Test
    void isSilentBelowTenTimesWhatTheSiteUsuallyTakes() {
        story.wakes(100, RESPOND, REPLY, 1_000);
        story.wait(RESPOND).times(3).begins();
        story.wakes(100, RESPOND, REPLY, 1_000);

        assertThat(story.at(11.999).told()).isEmpty();
        assertThat(story.at(12).told()).startsWith("suspected");
    }

    @Test
    void isSilentAboutConditionsWorkersAndTimers() {
        for (Role role : Role.values()) {
            if (role != Role.RESULT && role != Role.LATCH) {
                story.wakes(100, "site of " + role, REPLY, 3);
                story.wait("site of " + role).of(role).times(3).begins();
                story.wakes(100, "site of " + role, REPLY, 3);
            }
        }

        assertThat(story.at(3600).told()).isEmpty();
    }

    @Test
    void advisesToCountALatchDown() {
        story.wait(RESPOND)
                .on("java.util.concurrent.CountDownLatch")
                .of(Role.LATCH)
                .times(3)
                .begins();
        story.wakes(100, RESPOND, REPLY, 3);

        assertThat(story.at(3).told()).endsWith("""
                fix: Count the latch down on every path (finally), the failing ones too.
                """);
    }

    @Test
    void saysPartialWhenWakesWereLost() {
        story.wait(RESPOND).times(3).begins();
        story.wakes(100, RESPOND, REPLY, 3).dataLost(5);

        assertThat(story.at(3).told()).startsWith("suspected lost-wake (partial), 3 waits,");
    }

    @Test
    void namesNobodyWhereOnlyMachineryWokeTheOthers() {
        story.wait(RESPOND).times(3).begins();
        story.samples(100, 1, RESPOND, 3);

        assertThat(story.at(3).told()).startsWith("suspected").doesNotContain("usually woken");
    }
}
