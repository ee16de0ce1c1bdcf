package dev.rouse.agent;

import dev.rouse.engine.model.Wait;
import java.util.Locale;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A wait that lasted long enough to be followed, and has ended. */
@Name("dev.rouse.SlowWait")
@Label("Slow Wait")
@Category("Rouse")
@Description("A wait of a thread or a callback that lasted a second or so, told when it has ended")
@StackTrace(false)
final class SlowWaitEvent extends Event {
    @Label("Site")
    @Description("Where it waited")
    String site = "";

    @Label("Task")
    @Description("The thread that waited, if one did")
    @Nullable String task;

    @Label("Source")
    @Description("The type that was waited on")
    String source = "";

    @Label("Role")
    String role = "";

    @Label("Waited")
    @Timespan(Timespan.NANOSECONDS)
    long waited;

    @Label("Sockets")
    @Description("The connections that it kept waiting")
    String sockets = "";

    static SlowWaitEvent of(Wait wait, long endedAt) {
        SlowWaitEvent event = new SlowWaitEvent();
        event.site = wait.site().name();
        event.task = wait.task();
        event.source = wait.source();
        event.role = wait.role().name().toLowerCase(Locale.ROOT);
        event.waited = wait.ageNs(endedAt);
        event.sockets = String.join(", ", wait.sockets());
        return event;
    }
}
