package dev.rouse.tokio;

import com.google.protobuf.Duration;
import dev.rouse.tokio.wire.Common;
import dev.rouse.tokio.wire.Instruments.Update;
import dev.rouse.tokio.wire.Tasks;
import java.util.ArrayList;
import java.util.List;

/**
 * A service with 100,000 tasks that live, all of them polled each second, and 50,000 that come each second, and go but
 * for a few whose wake is lost.
 */
final class ManyTasks {
    static final int LIVE = 100_000;
    static final int A_SECOND = 50_000;
    static final int LOST_A_SECOND = 20;
    static final String SHORT_LIVED = "src/main.rs:20";

    private static final long FIRST_SHORT_LIVED = 1_000_000;

    private ManyTasks() {}

    /** The first update, and one for each of so many seconds. */
    static List<byte[]> updates(int seconds) {
        List<byte[]> updates = new ArrayList<>();
        updates.add(first());
        for (int second = 1; second <= seconds; second++) {
            updates.add(comingAndGoing(second));
        }
        return updates;
    }

    private static byte[] first() {
        Update.Builder update = Update.newBuilder().setNow(FakeConsole.moment(0.5));
        for (long id = 1; id <= LIVE; id++) {
            announce(update, id, 10);
            polled(update, id, 0.1, 0.1, 2, false);
        }
        return update.build().toByteArray();
    }

    private static byte[] comingAndGoing(int second) {
        Update.Builder update = Update.newBuilder().setNow(FakeConsole.moment(second + 0.5));
        for (long id = 1; id <= LIVE; id++) {
            polled(update, id, 0.1, second + id * 0.4 / LIVE, 2 + 3L * second, false);
        }
        for (long i = 0; i < A_SECOND; i++) {
            long id = FIRST_SHORT_LIVED * second + i;
            double at = second + i * 0.4 / A_SECOND;
            announce(update, id, 20);
            if (i < LOST_A_SECOND) {
                lost(update, id, at);
            } else {
                polled(update, id, at, at + 0.001, 2, true);
            }
        }
        return update.build().toByteArray();
    }

    private static void announce(Update.Builder update, long id, int line) {
        update.getTaskUpdateBuilder()
                .addNewTasks(Tasks.Task.newBuilder()
                        .setId(FakeConsole.id(id))
                        .addFields(Common.Field.newBuilder().setStrName("kind").setDebugVal("task"))
                        .addFields(
                                Common.Field.newBuilder().setStrName("task.id").setU64Val(id))
                        .setLocation(Common.Location.newBuilder()
                                .setFile("src/main.rs")
                                .setLine(line)));
    }

    private static void polled(Update.Builder update, long id, double created, double at, long polls, boolean ends) {
        Tasks.Stats.Builder stats = Tasks.Stats.newBuilder()
                .setCreatedAt(FakeConsole.moment(created))
                .setWakes(polls - 1)
                .setLastWake(FakeConsole.moment(at))
                .setWakerClones(polls)
                .setWakerDrops(ends ? polls : polls - 1)
                .setScheduledTime(time(polls * 10_000))
                .setPollStats(Common.PollStats.newBuilder()
                        .setPolls(polls)
                        .setFirstPoll(FakeConsole.moment(created))
                        .setLastPollStarted(FakeConsole.moment(at))
                        .setLastPollEnded(FakeConsole.moment(at + 0.000_05))
                        .setBusyTime(time(polls * 50_000)));
        if (ends) {
            stats.setDroppedAt(FakeConsole.moment(at + 0.001));
        }
        update.getTaskUpdateBuilder().putStatsUpdate(id, stats.build());
    }

    /** It was polled once, and the waker that it made is gone. */
    private static void lost(Update.Builder update, long id, double at) {
        Tasks.Stats stats = Tasks.Stats.newBuilder()
                .setCreatedAt(FakeConsole.moment(at))
                .setWakerClones(1)
                .setWakerDrops(1)
                .setPollStats(Common.PollStats.newBuilder()
                        .setPolls(1)
                        .setFirstPoll(FakeConsole.moment(at))
                        .setLastPollStarted(FakeConsole.moment(at))
                        .setLastPollEnded(FakeConsole.moment(at + 0.000_05))
                        .setBusyTime(time(50_000)))
                .build();
        update.getTaskUpdateBuilder().putStatsUpdate(id, stats);
    }

    private static Duration time(long nanos) {
        return FakeConsole.time(nanos);
    }
}
