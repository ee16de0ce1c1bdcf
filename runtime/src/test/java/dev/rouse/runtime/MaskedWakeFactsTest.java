package dev.rouse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is told of children that went on by a sibling's wake, and that those whose wake was on its way are not. */
@Timeout(60)
class MaskedWakeFactsTest {
    private final Seen seen = new Seen();
    private final Runtime runtime = seen.runtime();
    private final Sibling sibling = new Sibling();
    private final Bystander bystander = new Bystander();

    private static final class Forgetful extends Bell {}

    private static final class Hasty extends Bell {}

    private static final class Sibling extends Bell {}

    private static final class Bystander extends Bell {}

    @AfterEach
    void close() {
        runtime.close();
    }

    /** The event of one child comes without its wake, and then its sibling is woken. */
    private <B extends Bell> B passOver(B masked, Future<?> group) {
        runtime.spawn(group);
        awaitArmed(masked, bystander, sibling);
        masked.publish();
        sibling.ring();
        Eventually.holds("ready by the sibling's wake", () -> masked.drops.get() == 1);
        return masked;
    }

    private static void awaitArmed(Bell... bells) {
        for (Bell bell : bells) {
            Eventually.holds("armed", bell.slot::isArmed);
        }
    }

    private Future<List<String>> groupOf(Bell masked) {
        return Futures.join(List.of(masked, Futures.map(bystander, said -> said), Futures.map(sibling, said -> said)));
    }

    @Test
    void namesTheChildAndTheSiblingThatHappenedToWakeIt() {
        Forgetful forgetful = new Forgetful();
        passOver(forgetful, groupOf(forgetful));

        Breach breach = seen.await(Breach.Fact.PASSED_OVER);
        assertThat(breach.future()).endsWith("$Forgetful");
        assertThat(breach.other()).endsWith("$Sibling");
        assertThat(breach.stack().get(0).getMethodName()).isEqualTo("poll");
        assertThat(seen.facts()).hasSize(1);
    }

    @Test
    void namesTheInnermostOfNestedChildren() {
        Forgetful forgetful = new Forgetful();
        Future<String> inner = Futures.join(forgetful, bystander, String::concat);
        passOver(forgetful, Futures.timeout(Futures.join(inner, sibling, String::concat), Duration.ofHours(1)));

        Breach breach = seen.await(Breach.Fact.PASSED_OVER);
        assertThat(breach.future()).endsWith("$Forgetful");
        assertThat(breach.other()).endsWith("$Sibling");
        assertThat(seen.facts()).hasSize(1);
    }

    @Test
    void aTimeoutOnTheFinalPollIsNoSibling() {
        Forgetful forgetful = new Forgetful();
        runtime.spawn(Futures.timeout(forgetful, Duration.ofMillis(100)));
        forgetful.awaitPolls(1);
        forgetful.publish();

        Breach breach = seen.await(Breach.Fact.PASSED_OVER);
        assertThat(breach.future()).endsWith("$Forgetful");
        assertThat(breach.other()).endsWith("Sleep");
    }

    @Test
    void aWakeThatIsOnItsWayAcquits() {
        Hasty hasty = new Hasty();
        passOver(hasty, groupOf(hasty)).slot.fire();

        plantAndAwait();
        assertThat(seen.facts()).hasSize(1);
    }

    @Test
    void aWakeThatIsOnItsWayAcquitsInsideNestedGroups() {
        Hasty hasty = new Hasty();
        Future<String> inner = Futures.join(hasty, Futures.ready(""), String::concat);
        passOver(hasty, groupOfFutures(inner)).slot.fire();

        plantAndAwait();
        assertThat(seen.facts()).hasSize(1);
    }

    private Future<List<String>> groupOfFutures(Future<String> inner) {
        return Futures.join(List.of(inner, bystander, sibling));
    }

    /** So that all that was found before has been judged. */
    private void plantAndAwait() {
        Forgetful forgetful = new Forgetful();
        Sibling other = new Sibling();
        runtime.spawn(Futures.join(forgetful, other, String::concat));
        awaitArmed(forgetful, other);
        forgetful.publish();
        other.ring();
        seen.await(Breach.Fact.PASSED_OVER, "Forgetful", () -> {});
    }

    @Test
    void childrenThatAreWokenThemselvesAreSilent() throws InterruptedException {
        for (int round = 0; round < 1000; round++) {
            Hasty one = new Hasty();
            Hasty other = new Hasty();
            JoinHandle<String> handle =
                    runtime.spawn(Futures.join(one, Futures.timeout(other, Duration.ofHours(1)), String::concat));
            one.ring();
            other.ring();
            handle.join();
        }
        plantAndAwait();
        assertThat(seen.facts()).hasSize(1);
    }

    @Test
    void sleepsThatEndWithTheirSiblingsAreSilent() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            runtime.blockOn(Futures.join(List.of(
                    Futures.sleep(Duration.ofMillis(3)),
                    Futures.sleep(Duration.ofMillis(3)),
                    Futures.sleep(Duration.ofMillis(4)))));
        }
        plantAndAwait();
        assertThat(seen.facts()).hasSize(1);
    }
}
