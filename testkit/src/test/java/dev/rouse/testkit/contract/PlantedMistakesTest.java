package dev.rouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rouse.testkit.contract.WrongLeaves.ArmsNothing;
import dev.rouse.testkit.contract.WrongLeaves.CountsItsPolls;
import dev.rouse.testkit.contract.WrongLeaves.ForgetsUnlessWaitedFor;
import dev.rouse.testkit.contract.WrongLeaves.IgnoresItsBudget;
import dev.rouse.testkit.contract.WrongLeaves.KeepsItsWaker;
import dev.rouse.testkit.contract.WrongLeaves.KeepsTheFirstWaker;
import dev.rouse.testkit.contract.WrongLeaves.LooksOnce;
import dev.rouse.testkit.contract.WrongLeaves.ReadyAgain;
import dev.rouse.testkit.contract.WrongLeaves.ReliesOnAWaiter;
import dev.rouse.testkit.contract.WrongLeaves.Shared;
import dev.rouse.testkit.contract.WrongLeaves.WakesAfterItsDrop;
import dev.rouse.testkit.contract.WrongLeaves.WakesFirst;
import dev.rouse.testkit.contract.WrongLeaves.WakesItself;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PlantedMistakesTest {
    @Test
    void findsAnEventBetweenCheckAndRegister() {
        assertThat(violation(LooksOnce::new)).hasToString("""
                        breaks rule 2 (Arm, then look again) in 1 step:
                          1. poll with waker A; event 'ring' happens before it gets the waker: pending
                        expected: waker A fires, since the future can go on
                        happened: waker A did not fire, yet a poll that nobody had asked for says: ready with rung
                        mistake:  event between check and register: no second look""");
    }

    @Test
    void findsThatOnlyTheFirstWakerIsKept() {
        assertThat(violation(KeepsTheFirstWaker::new)).hasToString("""
                        breaks rule 7 (The newest waker counts) in 3 steps:
                          1. poll with waker A: pending
                          2. poll with another waker, B, though nobody woke it: pending
                          3. event 'ring' happens: fires waker A
                        expected: waker B fires, since the future can go on
                        happened: an older waker fired, waker B did not fire, yet a poll that nobody had asked for says: ready with rung
                        mistake:  only the first waker is kept""");
    }

    @Test
    void findsAWakerThatFiresBeforeTheStateIsSet() {
        assertThat(violation(WakesFirst::new)).hasToString("""
                        breaks rule 2 (Arm, then look again) in 2 steps:
                          1. poll with waker A: pending
                          2. event 'ring' happens: fires waker A, and is polled inside that wake: pending
                        expected: the event is published before a waker fires, or fires one afterwards
                        happened: no waker fired after it was published, yet a poll that nobody had asked for says: ready with rung
                        mistake:  the waker is fired before the state is set""");
    }

    @Test
    void findsAPollThatIsPendingAndArmsNothing() {
        assertThat(violation(ArmsNothing::new)).hasToString("""
                        breaks rule 1 (Pending arms) in 1 step:
                          1. poll with waker A: pending
                        expected: a poll that is pending has kept its waker
                        happened: it never asked for the waker
                        mistake:  pending without arming""");
    }

    @Test
    void findsASelfWakeWithoutProgress() {
        assertThat(violation(WakesItself::new)).hasToString("""
                        breaks rule 13 (A self-wake gets on) in 1 step:
                          1. poll with waker A: pending, and wakes itself
                        expected: pending until an event, or progress(n) before it wakes itself again
                        happened: it woke itself in 64 polls in a row, and nothing moved
                        mistake:  self-wake without progress""");
    }

    @Test
    void findsReadyAfterReady() {
        assertThat(violation(ReadyAgain::new)).hasToString("""
                        breaks rule 8 (After the end, nothing) in 2 steps:
                          1. poll with waker A; event 'ring' happens before it gets the waker: ready with rung
                          2. poll with waker A, though it was ready: ready with rung
                        expected: nobody polls a future that was ready; when somebody does, it is not ready once more
                        happened: a second time ready with rung
                        mistake:  ready after ready: the end is not remembered (if it may be: Contract.repeats())""");
    }

    @Test
    void findsTwoWaitersOnOneSlot() {
        assertThat(shared(true).repeats().explore().violation().orElseThrow()).hasToString("""
                        breaks rule 1 (Pending arms) in 2 steps:
                          1. poll future 1 with waker A: pending
                          2. poll future 2 with waker B; event 'set' happens as soon as the waker is kept: ready with value
                        expected: waker A fires, since the future can go on
                        happened: waker A did not fire, yet a poll that nobody had asked for says: ready with value
                        mistake:  two waiters share one slot: the newer took the older's place""");
    }

    @Test
    void findsADropThatLeavesTheWakerBehind() {
        assertThat(violation(KeepsItsWaker::new)).hasToString("""
                        breaks rule 9 (Dropping releases) in 2 steps:
                          1. poll with waker A: pending
                          2. drop
                        expected: a dropped future has let go of its wakers
                        happened: the waker can still be reached from the events after a collection
                        mistake:  the drop leaves the waker with the source""");
    }

    @Test
    void findsAWakeAfterTheDrop() {
        assertThat(violation(WakesAfterItsDrop::new)).hasToString("""
                        breaks rule 9 (Dropping releases) in 3 steps:
                          1. poll with waker A: pending
                          2. drop
                          3. event 'ring' happens: fires waker A
                        expected: a dropped future has let go of its wakers
                        happened: the event fired one
                        mistake:  the drop leaves the waker with the source""");
    }

    @Test
    void findsAnEventThatIsForgottenWhenNobodyWaits() {
        assertThat(violation(ForgetsUnlessWaitedFor::new)).hasToString("""
                        breaks rule 2 (Arm, then look again) in 1 step:
                          1. poll with waker A; event 'ring' happens before it gets the waker: pending
                        expected: ready: the event that completes it has happened
                        happened: pending, though it was polled after each wake, and once more
                        mistake:  the event is forgotten, or overwritten by the poll""");
    }

    @Test
    void findsABudgetThatIsNotHeeded() {
        assertThat(violation(IgnoresItsBudget::new)).hasToString("""
                        breaks rule 12 (A budget is kept) in 2 steps:
                          1. event 'ring' happens: fires no waker
                          2. poll with waker A, its budget used up: ready with rung
                        expected: pending, when spend() has answered false
                        happened: ready with rung
                        mistake:  the answer of spend() is not heeded""");
    }

    @Test
    void findsASpuriousPollThatChangesTheAnswer() {
        assertThat(violation(CountsItsPolls::new)).hasToString("""
                        breaks rule 6 (A spurious poll is allowed) in 1 step:
                          1. poll with waker A: pending
                        expected: pending again, as nothing has happened
                        happened: a poll that nobody had asked for says: ready with rung
                        mistake:  a second poll changes the answer""");
    }

    @Test
    void findsAnEventThatReliesOnAWaiter() {
        Violation violation = violation(ReliesOnAWaiter::new);

        assertThat(violation.rule()).isEqualTo(Rule.ARM_THEN_LOOK_AGAIN);
        assertThat(violation.steps()).containsExactly("event 'ring' happens: fires no waker");
        assertThat(violation.happened()).startsWith("it threw java.lang.NullPointerException");
    }

    @Test
    void findsOneValueGivenTwiceOnlyWhereItIsForOne() {
        assertThat(shared(false).repeats().explore().violation()).isEmpty();
        assertThat(shared(false).repeats().readiesOne().explore().violation())
                .map(Violation::happened)
                .contains("ready after 1 event: 2");
    }

    @Test
    void saysItAllInTheErrorOfTheCheck() {
        assertThatThrownBy(() -> of(ArmsNothing::new).check())
                .isInstanceOf(ContractBroken.class)
                .hasMessageStartingWith("the future breaks rule 1 (Pending arms) in 1 step:\n  1. poll with waker A");
    }

    @Test
    void looksAtOneRuleWhenAsked() {
        Set<Rule> broken = EnumSet.noneOf(Rule.class);
        for (Rule rule : Rule.values()) {
            Optional<Violation> violation =
                    of(KeepsTheFirstWaker::new).only(rule).explore().violation();
            violation.ifPresent(seen -> broken.add(seen.rule()));
        }

        assertThat(broken).containsExactly(Rule.NEWEST_WAKER);
    }

    @Test
    void findsNothingBelowTheDepthThatShowsIt() {
        assertThat(of(KeepsTheFirstWaker::new).depth(2).explore().violation()).isEmpty();
        assertThat(of(KeepsTheFirstWaker::new).depth(3).explore().violation()).isPresent();
    }

    private static Violation violation(Supplier<Bell> leaf) {
        return of(leaf).explore().violation().orElseThrow();
    }

    private static Contract of(Supplier<Bell> leaf) {
        return Contract.of(() -> Bell.subject(leaf.get()));
    }

    private static Contract shared(boolean sameSlot) {
        return Contract.of(() -> {
            Shared source = new Shared();
            return Subject.of(source.future(true)).and(source.future(sameSlot)).completes("set", source::set);
        });
    }
}
