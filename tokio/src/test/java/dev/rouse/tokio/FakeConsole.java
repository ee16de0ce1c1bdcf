package dev.rouse.tokio;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.rouse.tokio.wire.AsyncOps;
import dev.rouse.tokio.wire.Common;
import dev.rouse.tokio.wire.Instruments.Update;
import dev.rouse.tokio.wire.Resources;
import dev.rouse.tokio.wire.Tasks;
import java.util.ArrayList;
import java.util.List;

/** What a service's console would send, told by hand at seconds of its own clock, which begins at the epoch. */
final class FakeConsole {
    private static final long TOKIO = 7;
    private static final String WORKERS = "/registry/src/tokio-1.54.1/src/runtime/scheduler/multi_thread/worker.rs";

    private static final long SECOND = 1_000_000_000L;

    private final List<FakeTask> tasks = new ArrayList<>();
    private final List<FakeTask> news = new ArrayList<>();
    private Update.Builder next = Update.newBuilder();
    private String tokio = "1.54.1";
    private boolean metadataTold;
    private long ids = 1;

    /** Which Tokio the service is built with. */
    FakeConsole on(String version) {
        tokio = version;
        return this;
    }

    /** A task is spawned at a line of {@code src/main.rs}. */
    FakeTask spawn(int line, double at) {
        return spawn(line, at, "task");
    }

    FakeTask spawn(int line, double at, String kind, String... namesAndValues) {
        return spawn(ids++, line, at, kind, namesAndValues);
    }

    /** The runtime starts one of its workers, or another one where a task has said that it will hold its own. */
    void startsAWorker(double at) {
        spawn(ids++, WORKERS, 506, at, "blocking").runsFrom(at);
    }

    FakeTask spawn(long id, int line, double at, String kind, String... namesAndValues) {
        return spawn(id, "src/main.rs", line, at, kind, namesAndValues);
    }

    private FakeTask spawn(long id, String file, int line, double at, String kind, String... namesAndValues) {
        Tasks.Task.Builder task = Tasks.Task.newBuilder()
                .setId(id(id))
                .setMetadata(Common.MetaId.newBuilder().setId(TOKIO))
                .setLocation(Common.Location.newBuilder().setFile(file).setLine(line));
        task.addFields(field(0).setDebugVal(kind));
        task.addFields(field(1).setU64Val(id));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            task.addFields(
                    Common.Field.newBuilder().setStrName(namesAndValues[i]).setStrVal(namesAndValues[i + 1]));
        }
        FakeTask fake = new FakeTask(id, task.build(), at);
        tasks.add(fake);
        news.add(fake);
        return fake;
    }

    private static Common.Field.Builder field(int index) {
        return Common.Field.newBuilder()
                .setNameIdx(index)
                .setMetadataId(Common.MetaId.newBuilder().setId(TOKIO));
    }

    /** A timer is made, which runs for so long. */
    long sleep(double at, long ms) {
        long resource = ids++;
        next.getResourceUpdateBuilder()
                .addNewResources(
                        Resources.Resource.newBuilder().setId(id(resource)).setConcreteType("Sleep"))
                .putStatsUpdate(
                        resource,
                        Resources.Stats.newBuilder()
                                .setCreatedAt(moment(at))
                                .addAttributes(Common.Attribute.newBuilder()
                                        .setField(Common.Field.newBuilder()
                                                .setStrName("duration")
                                                .setU64Val(ms))
                                        .setUnit("ms"))
                                .build());
        return resource;
    }

    /** A resource of some type, of which another may be built. */
    long resource(String type, long inside) {
        long resource = ids++;
        next.getResourceUpdateBuilder()
                .addNewResources(Resources.Resource.newBuilder()
                        .setId(id(resource))
                        .setConcreteType(type)
                        .setParentResourceId(id(inside)));
        return resource;
    }

    /** A task asks a resource for something, so often; the last time at that moment. */
    long asks(FakeTask task, long resource, String source, double at) {
        long operation = ids++;
        next.getAsyncOpUpdateBuilder()
                .addNewAsyncOps(AsyncOps.AsyncOp.newBuilder()
                        .setId(id(operation))
                        .setResourceId(id(resource))
                        .setSource(source))
                .putStatsUpdate(
                        operation,
                        AsyncOps.Stats.newBuilder()
                                .setCreatedAt(moment(at))
                                .setTaskId(id(task.id))
                                .setPollStats(Common.PollStats.newBuilder()
                                        .setPolls(1)
                                        .setLastPollStarted(moment(at)))
                                .build());
        return operation;
    }

    /** So many polls of an operation end so. */
    FakeConsole answers(FakeTask task, long resource, long operation, int times, boolean ready) {
        for (int i = 0; i < times; i++) {
            next.getResourceUpdateBuilder()
                    .addNewPollOps(Resources.PollOp.newBuilder()
                            .setResourceId(id(resource))
                            .setTaskId(id(task.id))
                            .setAsyncOpId(id(operation))
                            .setIsReady(ready));
        }
        return this;
    }

    /** A poll of a semaphore or a timer, as Tokio tells it: that the task's turn lasts, and then what came of it. */
    FakeConsole answersInTwo(FakeTask task, long resource, long operation, String name, boolean ready) {
        for (boolean one : new boolean[] {true, ready}) {
            next.getResourceUpdateBuilder()
                    .addNewPollOps(Resources.PollOp.newBuilder()
                            .setName(name)
                            .setResourceId(id(resource))
                            .setTaskId(id(task.id))
                            .setAsyncOpId(id(operation))
                            .setIsReady(one));
        }
        return this;
    }

    FakeConsole drops(long events) {
        next.getTaskUpdateBuilder().setDroppedEvents(events);
        return this;
    }

    /** What is new and has changed, as the service would send it now. */
    Update update(double seconds, Tells tells) {
        Tasks.TaskUpdate.Builder update = next.getTaskUpdateBuilder();
        for (FakeTask task : tells == Tells.ALL ? tasks : news) {
            update.addNewTasks(task.announced);
        }
        for (FakeTask task : tasks) {
            if (task.changed || tells == Tells.ALL) {
                update.putStatsUpdate(task.id, task.stats());
            }
        }
        if (!metadataTold || tells == Tells.ALL) {
            next.setNewMetadata(metadata());
            metadataTold = true;
        }
        news.clear();
        Update told = next.setNow(moment(seconds)).build();
        next = Update.newBuilder();
        return told;
    }

    /** Whether an update is a first one, or says only what is new. */
    enum Tells {
        ALL,
        NEWS
    }

    Update update(double seconds) {
        return update(seconds, Tells.NEWS);
    }

    private Common.RegisterMetadata metadata() {
        return Common.RegisterMetadata.newBuilder()
                .addMetadata(Common.RegisterMetadata.NewMetadata.newBuilder()
                        .setId(Common.MetaId.newBuilder().setId(TOKIO))
                        .setMetadata(Common.Metadata.newBuilder()
                                .setName("runtime.spawn")
                                .setTarget("tokio::task")
                                .addFieldNames("kind")
                                .addFieldNames("task.id")
                                .setLocation(Common.Location.newBuilder()
                                        .setFile("/registry/src/tokio-" + tokio + "/src/util/trace.rs"))))
                .build();
    }

    static Common.Id id(long id) {
        return Common.Id.newBuilder().setId(id).build();
    }

    static Timestamp moment(double seconds) {
        long nanos = Math.round(seconds * SECOND);
        return Timestamp.newBuilder()
                .setSeconds(nanos / SECOND)
                .setNanos((int) (nanos % SECOND))
                .build();
    }

    static Duration time(long nanos) {
        return Duration.newBuilder()
                .setSeconds(nanos / SECOND)
                .setNanos((int) (nanos % SECOND))
                .build();
    }
}
