package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Ledger;
import dev.rouse.engine.model.Role;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.model.StackKind;
import dev.rouse.engine.source.Event;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StackLinesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final StackTraceElement AWAIT = new StackTraceElement("Gate", "await", "Gate.java", 7);
    private static final StackTraceElement MAIN = new StackTraceElement("Main", "main", "Main.java", 3);

    private final HeardOutlet outlet = new HeardOutlet();
    private final Ledger ledger = new Ledger(Ledger.Limits.DEFAULT, 0, Instant.EPOCH);
    private final StackLines lines = new StackLines(outlet, ledger);

    @Test
    void countsAWaitAsItGoesOnAndWhatIsLeftWhenItEnds() {
        lines.event(began(1, SECOND, List.of(AWAIT, MAIN)));
        lines.look(2 * SECOND);
        lines.look(4 * SECOND);
        lines.event(new Event.WaitEnded(5 * SECOND, 1));
        lines.look(9 * SECOND);

        assertThat(outlet.heard)
                .containsExactly(
                        "waited 1000000 Main.main;Gate.await",
                        "waited 2000000 Main.main;Gate.await",
                        "waited 1000000 Main.main;Gate.await");
    }

    @Test
    void addsUpTheWaitsOfOneStack() {
        lines.event(began(1, 0, List.of(AWAIT, MAIN)));
        lines.event(began(2, SECOND, List.of(AWAIT, MAIN)));
        lines.look(2 * SECOND);

        assertThat(outlet.heard).containsExactly("waited 3000000 Main.main;Gate.await");
    }

    @Test
    void knowsAWaitWithoutFramesByItsSite() {
        lines.event(began(1, 0, List.of()));
        lines.look(SECOND);

        assertThat(outlet.heard).containsExactly("waited 1000000 Gate.await(Gate.java:7)");
    }

    @Test
    void sendsAtMostOnceASecondAndTheRestAtTheEnd() {
        lines.look(SECOND);
        lines.event(began(1, SECOND, List.of(AWAIT)));
        lines.look(SECOND + 500_000_000L);
        assertThat(outlet.heard).isEmpty();

        lines.event(new Event.WaitEnded(2 * SECOND, 1));
        lines.close();

        assertThat(outlet.heard).containsExactly("waited 1000000 Gate.await");
    }

    @Test
    void sendsWhatTheLedgerWasToldOfBurntCoresAndWakers() {
        ledger.apply(new Event.StackSampled(0, StackKind.BURNT, 3, List.of(AWAIT)));
        ledger.apply(new Event.StackSampled(0, StackKind.OFF_WAKE, 40, List.of(MAIN)));
        lines.look(SECOND);

        assertThat(outlet.heard).containsExactly("off-wake 40 Main.main", "burnt 3 Gate.await");
    }

    private static Event.WaitBegan began(long id, long since, List<StackTraceElement> stack) {
        return new Event.WaitBegan(since, id, since, Site.of(AWAIT), null, 0, "Latch", Role.LATCH, false, stack);
    }
}
