package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.detect.Thresholds;
import dev.rouse.engine.model.Fact;
import dev.rouse.engine.source.Event;
import dev.rouse.probe.Meters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Threads that burnt a core for 0.7 s, and what their meters say. */
class BurnVerdictTest {
    private static final long WINDOW_NS = 700_000_000;
    private static final List<StackTraceElement> STACK = Stacks.of(
            new String[] {"java.util.concurrent.LinkedBlockingQueue.offer"},
            "io.netty.util.concurrent.SingleThreadEventExecutor.execute",
            "com.acme.Poller.again",
            "io.netty.channel.nio.NioEventLoop.run",
            "io.netty.util.concurrent.FastThreadLocalRunnable.run",
            "java.lang.Thread.run");

    private final Map<Integer, Burn.Count> counts = new HashMap<>();
    private List<StackTraceElement> loop = STACK.subList(3, 6);
    private long kernelMoved;
    private long cpuNs = WINDOW_NS;
    private int strikes = 1;
    private boolean carrier;
    private boolean onPurpose;
    private long nanos = WINDOW_NS;
    private boolean doesMore;
    private long outside;
    private long wakes;
    private long served;
    private int taskTypes;
    private long depth;

    private void counted(int kind, long calls, long moved) {
        counted(kind, calls, moved, 0);
    }

    private void counted(int kind, long calls, long moved, long worked) {
        List<StackTraceElement> stack = calls >= 64 ? STACK : List.of();
        counts.put(
                kind, new Burn.Count(calls, moved == 0 ? calls : 0, moved, WINDOW_NS, worked, stack, "com.acme.Task"));
    }

    private List<Event.BreachSeen> facts() {
        return BurnVerdict.of(burn(), Thresholds.DEFAULT);
    }

    private Burn burn() {
        Burn.Count none = new Burn.Count(0, 0, 0, 0, 0, List.of(), "");
        LoopingFrame frame = new LoopingFrame(loop, java.util.Set.of(), 10);
        Burn.Burning thread = new Burn.Burning(
                "worker",
                cpuNs,
                frame,
                kernelMoved,
                strikes,
                carrier,
                onPurpose,
                EndlessCall.mayBe(frame),
                kind -> counts.getOrDefault(kind, none),
                call -> doesMore);
        return new Burn(0, nanos, List.of(thread), outside, wakes, served, taskTypes, depth);
    }

    private List<Fact> kinds() {
        List<Fact> kinds = new ArrayList<>();
        facts().forEach(fact -> kinds.add(fact.fact()));
        return kinds;
    }

    private void resubmits(long tasks) {
        counted(Meters.SUBMIT, tasks, 0);
        counted(Meters.TAKE, tasks, tasks);
        taskTypes = 1;
        depth = 1;
    }

    @Test
    void tellsOfAnExecutorThatOnlyItsOwnTasksKeepBusy() {
        resubmits(500_000);

        assertThat(facts()).singleElement().satisfies(fact -> {
            assertThat(fact.fact()).isEqualTo(Fact.RESUBMITTED);
            assertThat(fact.count()).isEqualTo(500_000);
            assertThat(fact.stack().get(0).getMethodName()).isEqualTo("again");
            assertThat(fact.other()).contains("took 100 % of a core");
        });
    }

    @Test
    void isSilentAboutTasksFromOutside() {
        resubmits(500_000);
        outside = 1;

        assertThat(kinds()).isEmpty();
    }

    @Test
    void isSilentAboutTasksThatWork() {
        resubmits(10_000);

        assertThat(kinds()).isEmpty();
    }

    @Test
    void isSilentAboutALoopOfWhichSomeTurnsWork() {
        resubmits(500_000);
        counted(Meters.SUBMIT, 500_000, 0, WINDOW_NS / 10);

        assertThat(kinds()).isEmpty();
    }

    @Test
    void isSilentAboutAComputationWhoseTasksBecomeMoreAndFewer() {
        resubmits(500_000);
        depth = 40;

        assertThat(kinds()).isEmpty();
    }

    @Test
    void isSilentAboutTasksOfManyKinds() {
        resubmits(500_000);
        taskTypes = 3;

        assertThat(kinds()).isEmpty();
    }

    @Test
    void tellsOfWhatMovesNothingAgainAndAgain() {
        for (int kind : new int[] {Meters.TLS, Meters.HOPELESS, Meters.CODEC, Meters.SELECT}) {
            counts.clear();
            counted(kind, 5_000, 0);

            assertThat(kinds()).as("kind %d", kind).containsExactly(Fact.EMPTY_HANDED);
        }
    }

    @Test
    void isSilentOnceAnythingMoved() {
        counted(Meters.TLS, 5_000, 1);
        assertThat(kinds()).isEmpty();
        counted(Meters.TLS, 5_000, 0);
        counted(Meters.TRANSFER, 5_000, 1);
        assertThat(kinds()).isEmpty();
        counts.remove(Meters.TRANSFER);
        kernelMoved = 100;
        assertThat(kinds()).isEmpty();
    }

    @Test
    void isSilentAboutASelectorThatOthersWake() {
        counted(Meters.SELECT, 5_000, 0);
        wakes = 4_000;

        assertThat(kinds()).isEmpty();
    }

    @Test
    void isSilentAboutASelectorWhoseChannelsOthersServe() {
        counted(Meters.SELECT, 5_000, 0);
        served = 4_000;

        assertThat(kinds()).isEmpty();
    }

    @Test
    void tellsOfAParkThatComesBackAtOnce() {
        counted(Meters.PARK, 5_000, 0);

        assertThat(kinds()).containsExactly(Fact.POLLED_IN_VAIN);
    }

    @Test
    void tellsOfALoopThatWakesItsOwnSelector() {
        counted(Meters.SELECT, 5_000, 0);
        counted(Meters.OWN_WAKE, 5_000, 0);

        assertThat(kinds()).containsExactly(Fact.RESUBMITTED);
    }

    @Test
    void isPatientWithOneWhoPollsAChannelThatHasRoom() {
        counted(Meters.TRANSFER, 500_000, 0);
        assertThat(kinds()).isEmpty();
        strikes = 3;
        assertThat(kinds()).containsExactly(Fact.POLLED_IN_VAIN);
        onPurpose = true;
        assertThat(kinds()).isEmpty();
    }

    @Test
    void tellsOfOneWhoAsksInVainForSeconds() {
        for (int kind : new int[] {Meters.ASKED, Meters.STUCK, Meters.SELECT_NOW, Meters.REFUSED}) {
            counts.clear();
            counted(kind, 5_000_000, 0);
            nanos = WINDOW_NS;
            assertThat(kinds()).isEmpty();
            nanos = 3_000_000_000L;
            assertThat(kinds()).as("kind %d", kind).containsExactly(Fact.POLLED_IN_VAIN);
        }
    }

    @Test
    void isSilentAboutOneWhoIsAnsweredNowAndThen() {
        nanos = 3_000_000_000L;
        counted(Meters.ASKED, 5_000_000, 1);

        assertThat(kinds()).isEmpty();
    }

    @Test
    void isSilentAboutAComputationThatLooksIntoAQueueAtEachStep() {
        nanos = 3_000_000_000L;
        counted(Meters.ASKED, 5_000_000, 0);
        doesMore = true;
        assertThat(kinds()).isEmpty();
        doesMore = false;
        counted(Meters.ASKED, 50_000, 0);
        assertThat(kinds()).isEmpty();
    }

    @Test
    void isSilentAboutOneWhoSpinsOnPurposeOrServesItsQueue() {
        nanos = 3_000_000_000L;
        counted(Meters.ASKED, 5_000_000, 0);
        onPurpose = true;
        assertThat(kinds()).isEmpty();
        onPurpose = false;
        counted(Meters.TAKE, 10, 10);
        assertThat(kinds()).isEmpty();
    }

    /** Who tries again counts it or logs it: that is no work. */
    @Test
    void tellsOfAnExecutorThatRejectsEveryTask() {
        nanos = 3_000_000_000L;
        doesMore = true;
        counted(Meters.REJECTED, 50_000, 0);
        counted(Meters.SUBMIT, 50_001, 0);
        counted(Meters.OFFERED, 50_000, 0);

        assertThat(kinds()).containsExactly(Fact.POLLED_IN_VAIN);
    }

    @Test
    void isSilentAboutRejectionsOfOneWhoGetsOn() {
        nanos = 3_000_000_000L;
        counted(Meters.REJECTED, 50_000, 0);
        counted(Meters.GOT, 10, 10);
        assertThat(kinds()).as("each is the answer to another request").isEmpty();
        counts.clear();
        counted(Meters.REJECTED, 50_000, 0);
        counted(Meters.SUBMIT, 50_010, 0);
        counted(Meters.OFFERED, 50_000, 0);
        assertThat(kinds()).as("some were taken").isEmpty();
        counts.clear();
        counted(Meters.REJECTED, 5_000, 0);
        assertThat(kinds()).as("something is done between two").isEmpty();
    }

    @Test
    void tellsOfAQueueThatTakesNothing() {
        nanos = 3_000_000_000L;
        counted(Meters.OFFERED, 1_000_000, 0);
        assertThat(kinds()).containsExactly(Fact.POLLED_IN_VAIN);
        doesMore = true;
        assertThat(kinds()).as("a computation that offers what it has").isEmpty();
        doesMore = false;
        counted(Meters.OFFERED, 1_000_000, 1);
        assertThat(kinds()).isEmpty();
    }

    @Test
    void tellsOfABufferThatStaysFull() {
        nanos = 3_000_000_000L;
        doesMore = true;
        counted(Meters.COMPACTED, 1_000_000, 0);
        assertThat(kinds()).containsExactly(Fact.POLLED_IN_VAIN);
        counted(Meters.COMPACTED, 1_000_000, 1);
        assertThat(kinds()).isEmpty();
    }

    private void dials(long calls, long targets, long refused) {
        Burn.Count count =
                new Burn.Count(calls, calls - targets, targets, WINDOW_NS, 0, STACK, "java.net.InetSocketAddress");
        counts.put(Meters.DIALLED, count);
        counted(Meters.UNREACHED, refused, 0);
    }

    @Test
    void tellsOfAConnectionThatIsRefusedAndAskedForAgainAtOnce() {
        dials(3_000, 2, 6_000);
        assertThat(kinds()).as("a server that is about to start").isEmpty();
        nanos = 3_000_000_000L;
        assertThat(kinds()).containsExactly(Fact.POLLED_IN_VAIN);
        kernelMoved = 800;
        assertThat(kinds()).as("what wakes a selector moves bytes").containsExactly(Fact.POLLED_IN_VAIN);
    }

    @Test
    void looksLongerAtOneWhoIsRefused() {
        dials(300, 1, 300);
        assertThat(BurnVerdict.asksForMore(burn(), Thresholds.DEFAULT)).isTrue();
        dials(100, 1, 100);
        assertThat(BurnVerdict.asksForMore(burn(), Thresholds.DEFAULT)).isFalse();
    }

    @Test
    void isSilentAboutOneWhoDialsManyOrIsAnsweredOrPauses() {
        nanos = 3_000_000_000L;
        dials(3_000, 2_000, 3_000);
        assertThat(kinds()).as("a scan").isEmpty();
        dials(3_000, 1, 1_000);
        assertThat(kinds()).as("most are answered").isEmpty();
        dials(3_000, 1, 3_000);
        counted(Meters.TRANSFER, 10, 500);
        assertThat(kinds()).as("others are served").isEmpty();
        counts.clear();
        dials(100, 1, 100);
        assertThat(kinds()).as("every 30 ms").isEmpty();
    }

    @Test
    void isSilentAboutFailuresOfWhatWasRead() {
        List<StackTraceElement> parser =
                Stacks.of(new String[] {"sun.security.util.DerValue.<init>"}, "com.acme.Certificates.check");
        counts.put(Meters.FAILURE, new Burn.Count(50_000, 50_000, 0, WINDOW_NS, 0, parser, "java.io.IOException"));
        assertThat(kinds()).isEmpty();
        List<StackTraceElement> channel =
                Stacks.of(new String[] {"sun.nio.ch.FileDispatcherImpl.read0"}, "com.acme.Feed.read");
        counts.put(Meters.FAILURE, new Burn.Count(50_000, 50_000, 0, WINDOW_NS, 0, channel, "java.io.IOException"));
        assertThat(kinds()).containsExactly(Fact.EMPTY_HANDED);
    }

    @Test
    void tellsOfAVirtualThreadThatOnlyYields() {
        resubmits(500_000);
        carrier = true;
        assertThat(kinds()).as("a carrier's own stack").isEmpty();
        loop = Stacks.of(
                new String[] {"java.lang.VirtualThread.tryYield", "java.lang.Thread.yield"}, "com.acme.Poller.await");

        assertThat(facts()).singleElement().satisfies(fact -> {
            assertThat(fact.fact()).isEqualTo(Fact.RESUBMITTED);
            assertThat(fact.stack().get(0).getMethodName()).isEqualTo("await");
        });
    }

    @Test
    void tellsOfACallOfTheJdkThatIsNeverEnteredAgain() {
        loop = Stacks.of(new String[] {"java.util.concurrent.LinkedTransferQueue.awaitMatch"}, "com.acme.Orders.take");
        assertThat(kinds()).containsExactly(Fact.BURNING);
        counted(Meters.ENTRY, 1, 0);
        assertThat(kinds()).isEmpty();
    }

    @Test
    void isSilentAboutACallInWhichTheThreadHardlyRan() {
        loop = Stacks.of(new String[] {"java.util.concurrent.LinkedTransferQueue.awaitMatch"}, "com.acme.Orders.take");
        cpuNs = WINDOW_NS / 50;

        assertThat(kinds()).isEmpty();
    }

    @Test
    void waitsForASecondLookAtACollection() {
        loop = Stacks.of(new String[] {"java.util.HashMap.getNode"}, "com.acme.Cache.get");
        assertThat(kinds()).isEmpty();
        strikes = 2;
        assertThat(kinds()).containsExactly(Fact.BURNING);
    }

    @Test
    void isSilentAboutAThreadThatComputes() {
        assertThat(kinds()).isEmpty();
        counted(Meters.SUBMIT, 999, 0);
        counted(Meters.TLS, 999, 0);
        assertThat(kinds()).isEmpty();
    }
}
