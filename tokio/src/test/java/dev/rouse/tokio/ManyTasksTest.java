package dev.rouse.tokio;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.rouse.tokio.wire.Common;
import dev.rouse.tokio.wire.Instruments.Update;
import dev.rouse.tokio.wire.Tasks;
import org.junit.jupiter.api.Test;

/** A service with 100,000 tasks that live and 50,000 that come and go each second. */
class ManyTasksTest {
    private static final int LIVE = 100_000;
    private static final int A_SECOND = 50_000;
    private static final int SECONDS = 4;
    private static final long FIRST_SHORT_LIVED = 1_000_000;

    private final Heard heard = new Heard();

    @Test
    void keepsThoseThatLiveAndFoldsTheOthersIntoTheirLine() throws InvalidProtocolBufferException {
        heard.take(sent(first()));
        for (int second = 1; second <= SECONDS; second++) {
            heard.take(sent(comingAndGoing(second)));
        }

        assertThat(heard.mirror().live()).isEqualTo(LIVE);
        assertThat(heard.mirror().finishedAt("src/main.rs:20")).isEqualTo((long) A_SECOND * SECONDS);
        assertThat(heard.inShort()).isEmpty();
    }

    /** Over the wire and back. */
    private static Update sent(Update update) throws InvalidProtocolBufferException {
        return Update.parseFrom(update.toByteArray());
    }

    private static Update first() {
        Update.Builder update = Update.newBuilder().setNow(FakeConsole.moment(0.5));
        for (long id = 1; id <= LIVE; id++) {
            add(update, id, 10, 0.1, false);
        }
        return update.build();
    }

    private static Update comingAndGoing(int second) {
        Update.Builder update = Update.newBuilder().setNow(FakeConsole.moment(second + 0.5));
        for (long i = 0; i < A_SECOND; i++) {
            add(update, FIRST_SHORT_LIVED * second + i, 20, second + i * 0.4 / A_SECOND, true);
        }
        return update.build();
    }

    private static void add(Update.Builder update, long id, int line, double at, boolean ends) {
        Tasks.Stats.Builder stats = Tasks.Stats.newBuilder()
                .setCreatedAt(FakeConsole.moment(at))
                .setWakerClones(1)
                .setWakerDrops(ends ? 1 : 0)
                .setPollStats(Common.PollStats.newBuilder()
                        .setPolls(2)
                        .setLastPollStarted(FakeConsole.moment(at + 0.001))
                        .setLastPollEnded(FakeConsole.moment(at + 0.002))
                        .setBusyTime(FakeConsole.time(2_000_000)));
        if (ends) {
            stats.setDroppedAt(FakeConsole.moment(at + 0.003));
        }
        update.getTaskUpdateBuilder()
                .addNewTasks(Tasks.Task.newBuilder()
                        .setId(FakeConsole.id(id))
                        .addFields(Common.Field.newBuilder().setStrName("kind").setDebugVal("task"))
                        .addFields(
                                Common.Field.newBuilder().setStrName("task.id").setU64Val(id))
                        .setLocation(Common.Location.newBuilder()
                                .setFile("src/main.rs")
                                .setLine(line)))
                .putStatsUpdate(id, stats.build());
    }
}
