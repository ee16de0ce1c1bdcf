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
        awaitPolled(masked, bystander, sibling);
        ringBeside(masked, sibling);
        Eventually.holds("ready by the sibling's wake", () -> masked.drops.get() == 1);
        return masked;
    }

    /** At once, as far as the core can see: an audit between the two would find the one that was not woken. */
    private void ringBeside(Bell masked, Bell other) {
        Held.during(runtime.core(0), () -> {
            masked.publish();
            other.ring();
        });
    }

    private static void awaitPolled(Bell... bells) {
        for (Bell bell : bells) {
            bell.awaitPolls(1);
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
        Held.during(runtime.core(0), () -> {
            runtime.spawn(Futures.timeout(forgetful, Duration.ofMillis(100)));
            runtime.spawn(afterItsFirstPoll -> {
                forgetful.publish();
                return Poll.ready();
            });
        });

        Breach breach = seen.await(Breach.Fact.PASSED_OVER);
        assertThat(breach.future()).endsWith("$Forgetful");
        assertThat(breach.other()).endsWith("Sleep");
    }

    @Test
    void aWakeThatIsOnItsWayAcquits() {
        Overtaken hasty = new Overtaken();
        passOver(hasty, groupOf(hasty)).fireLate();

        plantAndAwait();
        assertThat(seen.facts()).hasSize(1);
    }

    @Test
    void aWakeThatIsOnItsWayAcquitsInsideNestedGroups() {
        Overtaken hasty = new Overtaken();
        Future<String> inner = Futures.join(hasty, Futures.ready(""), String::concat);
        passOver(hasty, groupOfFutures(inner)).fireLate();

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
        awaitPolled(forgetful, other);
        ringBeside(forgetful, other);
        seen.await(Breach.Fact.PASSED_OVER, "Forgetful", () -> {});
    }

    /** Between the event and its wake it left its place among those to be woken: see FairPrices of the example. */
    @Test
    void oneThatEndsBeforeItsWakeIsSilentWhereOthersOfItsTypeAreWoken() throws InterruptedException {
        Hasty woken = new Hasty();
        JoinHandle<String> handle = runtime.spawn(Futures.join(woken, new Hasty(), (one, other) -> one));
        woken.awaitPolls(1);
        woken.ring();
        woken.awaitPolls(2);

        Hasty left = new Hasty();
        passOver(left, groupOf(left));

        plantAndAwait();
        assertThat(seen.facts()).hasSize(1);
        handle.cancel();
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
