package dev.rouse.testkit;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.source.Event;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that a source of a {@link LedgerStory} tells by itself: first what it is, then that it is seen. */
public final class StoryBreach {
    private final LedgerStory story;
    private final Fact fact;
    private final String type;
    private final List<StackTraceElement> stack = new ArrayList<>();
    private @Nullable String task;
    private @Nullable String other;
    private double lastedMs;
    private long count = 1;
    private long moved;

    StoryBreach(LedgerStory story, Fact fact, String type) {
        this.story = story;
        this.fact = fact;
        this.type = type;
    }

    public StoryBreach in(String name) {
        task = name;
        return this;
    }

    /** The next frame of its stack, from the innermost on. */
    public StoryBreach frame(String className, String method, String file, int line) {
        stack.add(new StackTraceElement(className, method, file, line));
        return this;
    }

    public StoryBreach lasted(double ms) {
        lastedMs = ms;
        return this;
    }

    public StoryBreach times(long many) {
        count = many;
        return this;
    }

    public StoryBreach moved(long amount) {
        moved = amount;
        return this;
    }

    /** Who else took part. */
    public StoryBreach with(String somebody) {
        other = somebody;
        return this;
    }

    /** The ledger hears of it now. */
    public StoryBreach seen() {
        story.tell(new Event.BreachSeen(
                story.now(), fact, type, task, stack, (long) (lastedMs * 1e6), count, moved, other));
        return this;
    }
}
