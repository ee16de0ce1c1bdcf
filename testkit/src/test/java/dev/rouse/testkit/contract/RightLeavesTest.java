package dev.rouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.testkit.contract.RightLeaves.Lines;
import dev.rouse.testkit.contract.RightLeaves.LocalBell;
import dev.rouse.testkit.contract.RightLeaves.Locked;
import dev.rouse.testkit.contract.RightLeaves.Permits;
import dev.rouse.testkit.contract.RightLeaves.Yields;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class RightLeavesTest {
    @Test
    void passesALeafOnASlot() {
        assertPasses(() -> Bell.subject(new Bell()));
    }

    @Test
    void passesALeafThatWakesWithItsLockHeldBeforeTheValueIsSet() {
        assertPasses(() -> {
            Locked leaf = new Locked();
            return Subject.of(leaf).completes("set", () -> leaf.set("v"));
        });
    }

    @Test
    void passesALeafWithThreeEventsOfWhichOneFailsIt() {
        assertPasses(() -> {
            Lines lines = new Lines();
            return Subject.of(lines)
                    .completes("add 1", () -> lines.add("1"))
                    .completes("add 2", () -> lines.add("2"))
                    .completes("close", lines::close);
        });
    }

    @Test
    void passesTwoWaitersThatAreServedInAnyOrder() {
        assertPasses(() -> {
            Permits permits = new Permits();
            return Subject.of(permits.new Permit()).and(permits.new Permit()).completes("release", permits::release);
        });
    }

    @Test
    void passesALeafOfOneCoreWhereItsEventsStayThere() {
        Contract contract = Contract.of(() -> {
            LocalBell bell = new LocalBell();
            return Subject.of(bell).completes("ring", bell::ring);
        });

        assertThat(contract.onOneCore().explore().violation()).isEmpty();
        assertThat(contract.explore().violation()).isPresent();
    }

    @Test
    void passesALeafThatYieldsAFewTimes() {
        assertPasses(() -> Subject.of(new Yields()));
    }

    private static void assertPasses(Supplier<Subject> factory) {
        Contract.Exploration tried = Contract.of(factory).explore();
        assertThat(tried.violation()).isEmpty();
        assertThat(tried.partial()).isFalse();
    }
}
