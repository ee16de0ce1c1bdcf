package dev.rouse.tokio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.tokio.wire.Instruments.Update;
import dev.rouse.tokio.wire.Tasks;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What tokio-console's own lints flag and ought not to, and what they miss: by the recorded streams of
 * {@code examples/tokio/services/src/bin/lints.rs}, whose lines these are, and where no service shows it, by hand.
 */
class ConsoleLintsTest {
    private static final String LINTS = "services/src/bin/lints.rs:";

    private final FakeConsole console = new FakeConsole();
    private final Heard heard = new Heard();

    @Nested
    class WhatTheyFlagWeLeaveAlone {
        @Test
        void aTaskThatIsMeantToWaitForEver() throws IOException {
            Seen innocent = Seen.of("lints-innocent");

            assertThat(ConsoleLints.lostWaker(innocent.at(147))).isTrue();
            assertThat(innocent.heard.inShort()).isEmpty();
        }

        @Test
        void aGroupOfOneFutureThatWasWokenOnce() {
            FakeTask task = console.spawn(10, 0).polled(2, 0.1, 0.1, 0.3).wokenByItself(1, 0.3);
            look(1, 20);

            assertThat(ConsoleLints.selfWakes(task.stats())).isTrue();
            assertThat(heard.inShort()).isEmpty();
        }

        @Test
        void workThatTokioHadYieldBeforeItCountedThatOtherwise() {
            console.on("1.43.0");
            FakeTask task = console.spawn(10, 0);
            for (int second = 1; second <= 9; second++) {
                task.polled(20_000, second - 1, 0.03, second - 0.001).wokenByItself(20_000, second - 0.001);
                heard.take(console.update(second));
            }

            assertThat(ConsoleLints.selfWakes(task.stats())).isTrue();
            assertThat(heard.inShort()).isEmpty();
        }

        @Test
        void aTaskThatHasFinishedAndWhoseSpanIsHeld() {
            FakeTask[] done = new FakeTask[3];
            for (int i = 0; i < done.length; i++) {
                done[i] = request(0.1);
            }
            for (int second = 1; second <= 30; second++) {
                for (int i = 0; i < 10; i++) {
                    request(second - 0.9).ends(second - 0.8);
                }
                heard.take(console.update(second));
            }

            assertThat(ConsoleLints.lostWaker(done[0].stats())).isTrue();
            assertThat(heard.inShort()).isEmpty();
        }

        /** Woken once; its future's end counts as a poll. */
        private FakeTask request(double at) {
            return console.spawn(10, at)
                    .polled(3, at, 0.1, at + 0.02)
                    .givesWakers(1)
                    .losesWakers(1)
                    .woken(at + 0.02);
        }

        @Test
        void aTaskOfALocalSet() {
            FakeTask task = console.spawn(10, 0.1, "local")
                    .polled(0.1, 0.1)
                    .givesWakers(1)
                    .losesWakers(1);
            look(1, 30);

            assertThat(ConsoleLints.lostWaker(task.stats())).isTrue();
            assertThat(heard.inShort()).isEmpty();
        }
    }

    @Nested
    class WhatTheyMiss {
        private final Seen missed = Seen.of("lints-missed");

        WhatTheyMiss() throws IOException {}

        @Test
        void aLoopThatYieldsForEver() {
            assertThat(ConsoleLints.selfWakes(missed.at(83))).isFalse();
            assertThat(missed.heard.inShort()).contains("suspected self-wake " + LINTS + "83 ");
        }

        @Test
        void twoTasksThatOnlyWakeEachOther() {
            FakeTask ping = console.spawn(10, 0);
            FakeTask pong = console.spawn(11, 0);
            for (int second = 1; second <= 5; second++) {
                for (FakeTask one : new FakeTask[] {ping, pong}) {
                    one.polled(100_000, second - 1, 0.002, second - 0.001)
                            .woken(100_000, second - 0.001)
                            .waitedForItsTurn(200);
                }
                heard.take(console.update(second));
            }

            assertThat(ConsoleLints.selfWakes(ping.stats())).isFalse();
            assertThat(heard.inShort()).startsWith("suspected self-wake src/main.rs:10");
        }

        /**
         * On several workers a permit is often there already when the other one looks, so that one of the two is polled
         * less often: then they look like any two tasks that are busy.
         */
        @Test
        void twoThatWakeEachOtherAcrossWorkersWhichTheWireDoesNotTellEither() {
            long ping = missed.at(85).getPollStats().getPolls();
            long pong = missed.at(86).getPollStats().getPolls();

            assertThat(Math.abs(ping - pong))
                    .as("polls of %s and %s", ping, pong)
                    .isGreaterThan(1_000);
            assertThat(missed.heard.inShort()).doesNotContain(LINTS + "85", LINTS + "86");
        }

        @Test
        void aPollThatRunsLongButIsNotTheFirst() {
            assertThat(missed.everNeverYielded(94)).isFalse();
            assertThat(missed.heard.inShort()).contains("suspected blocked-loop " + LINTS + "94 ");
        }

        @Test
        void aDeadlock() {
            assertThat(missed.heard.inShort()).containsPattern("suspected deadlock " + LINTS + "9[23] ");
        }

        /** Neither can we tell it, at a line of its own: its counters are those of a worker without work. */
        @Test
        void aWakerThatIsKeptAndNeverCalledWhichTheWireDoesNotTellEither() throws IOException {
            Seen innocent = Seen.of("lints-innocent");

            assertThat(counters(missed.at(88)))
                    .isEqualTo(counters(missed.at(90)))
                    .isEqualTo(counters(innocent.at(153)))
                    .isEqualTo(counters(innocent.at(155)));
            assertThat(missed.heard.inShort()).doesNotContain(LINTS + "88", LINTS + "90", LINTS + "66");
        }

        /** It waits for a waker that nobody calls, and a ticker has it run: so does who waits for work. */
        @Test
        void aWaitBesideATickerWhichTheWireDoesNotTellEither() {
            assertThat(ConsoleLints.lostWaker(missed.at(89))).isFalse();
            assertThat(missed.heard.inShort()).doesNotContain(LINTS + "89");
        }

        private static String counters(Tasks.Stats stats) {
            return "polls " + stats.getPollStats().getPolls() + " wakes " + stats.getWakes() + " wakers "
                    + stats.getWakerClones() + " dropped " + stats.getWakerDrops();
        }
    }

    private void look(int from, int to) {
        for (int second = from; second <= to; second++) {
            heard.take(console.update(second));
        }
    }

    /** A stream, and what the counters of each line's task were at its end. */
    private static final class Seen {
        private final Heard heard = new Heard();
        private final Map<Long, Integer> lines = new HashMap<>();
        private final Map<Integer, Tasks.Stats> last = new HashMap<>();
        private final Map<Integer, Boolean> neverYielded = new HashMap<>();

        static Seen of(String stream) throws IOException {
            Seen seen = new Seen();
            RecordedStreamsTest.updates(stream).forEach(seen::take);
            return seen;
        }

        private void take(Update update) {
            heard.take(update);
            for (Tasks.Task task : update.getTaskUpdate().getNewTasksList()) {
                if (task.getLocation().getFile().endsWith("lints.rs")) {
                    lines.put(task.getId().getId(), task.getLocation().getLine());
                }
            }
            update.getTaskUpdate().getStatsUpdateMap().forEach((id, stats) -> {
                Integer line = lines.get(id);
                if (line != null) {
                    last.put(line, stats);
                }
            });
            long now = Times.nanos(update.getNow());
            last.forEach((line, stats) ->
                    neverYielded.merge(line, ConsoleLints.neverYielded(stats, now), Boolean::logicalOr));
        }

        Tasks.Stats at(int line) {
            return Objects.requireNonNull(last.get(line), "no task of line " + line);
        }

        boolean everNeverYielded(int line) {
            return Boolean.TRUE.equals(neverYielded.get(line));
        }
    }
}
