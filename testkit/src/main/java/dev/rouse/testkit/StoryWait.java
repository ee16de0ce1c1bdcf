package dev.rouse.testkit;

import dev.rouse.engine.model.Role;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.source.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** One wait of a {@link LedgerStory}, or several alike: first what is known of it, then what becomes of it. */
public final class StoryWait {
    private final LedgerStory story;
    private final Site site;
    private final List<Long> ids = new ArrayList<>();
    private final List<StackTraceElement> stack = new ArrayList<>();
    private String source = "java.util.concurrent.CompletableFuture";
    private Role role = Role.RESULT;
    private @Nullable String task;
    private boolean timed;
    private int count = 1;
    private @Nullable Double since;
    private @Nullable Site made;

    StoryWait(LedgerStory story, Site site) {
        this.story = story;
        this.site = site;
    }

    public StoryWait on(String type) {
        source = type;
        return this;
    }

    /** What it is for; a {@linkplain Role#RESULT result} unless said otherwise. */
    public StoryWait of(Role kind) {
        role = kind;
        return this;
    }

    /** The task that waits; without one it is a callback's wait. */
    public StoryWait by(String name) {
        task = name;
        return this;
    }

    /** It gives up by itself. */
    public StoryWait timed() {
        timed = true;
        return this;
    }

    /** When it began, in seconds of the story; when it is told of, unless said otherwise. */
    public StoryWait since(double seconds) {
        since = seconds;
        return this;
    }

    /** Where its source was made. */
    public StoryWait madeAt(String line) {
        made = new Site(line);
        return this;
    }

    public StoryWait times(int many) {
        count = many;
        return this;
    }

    public StoryWait frame(String type, String method, String file, int line) {
        stack.add(new StackTraceElement(type, method, file, line));
        return this;
    }

    /** The ledger hears of it now. */
    public StoryWait begins() {
        long began = since == null ? story.now() : LedgerStory.nanos(since);
        long taskId = task == null ? 0 : story.task(task);
        for (int i = 0; i < count; i++) {
            long id = story.nextWait();
            ids.add(id);
            story.tell(new Event.WaitBegan(story.now(), id, began, site, task, taskId, source, role, timed, stack));
        }
        return this;
    }

    public StoryWait ends() {
        return each(id -> new Event.WaitEnded(story.now(), id));
    }

    /** The collector took its source; a thread is still blocked behind it. */
    public StoryWait isCollectedBehindAThread() {
        return collected(true, false, false);
    }

    /** The collector took its source; what it would have set going is surely still held. */
    public StoryWait isCollectedButKept() {
        return collected(false, true, false);
    }

    /** The collector took its source; a thread is still blocked behind it, and a timeout stands by. */
    public StoryWait isCollectedButTimesOut() {
        return collected(true, true, true);
    }

    /** The collector took its source, and what it would have set going as well. */
    public StoryWait isCollectedWithAllThatWaited() {
        return collected(false, false, false);
    }

    private StoryWait collected(boolean blocked, boolean kept, boolean timeout) {
        return each(id -> new Event.SourceCollected(story.now(), id, made, blocked, kept, timeout));
    }

    public StoryWait keepsWaiting(String... sockets) {
        return each(id -> new Event.SocketsSeen(story.now(), id, List.of(sockets)));
    }

    /** That task is seen to hold the lock it needs. */
    public StoryWait isHeldUpBy(String other) {
        return each(id -> new Event.HolderSeen(story.now(), id, story.task(other), false));
    }

    /** That task is seen to hold the lock it needs, and to have ended. */
    public StoryWait isHeldUpByTheEnded(String other) {
        return each(id -> new Event.HolderSeen(story.now(), id, story.task(other), true));
    }

    /** Nobody is seen to hold the lock it needs. */
    public StoryWait isHeldUpByNobody() {
        return each(id -> new Event.HolderSeen(story.now(), id, 0, false));
    }

    /** It needs a task in the queue of its own pool, all of whose threads wait so. */
    public StoryWait isStarvedBehind(String next, int workers, long queued) {
        return each(id -> new Event.PoolStarved(story.now(), id, story.task(next), workers, queued));
    }

    /** The pool has a thread to spare again. */
    public StoryWait isStarvedNoMore() {
        return each(id -> new Event.PoolStarved(story.now(), id, 0, 0, 0));
    }

    /**
     * It waits for a connection out of a pool. So many others stand where one is in use, so many of those that wait
     * hold one; one line borrows and does not always give back, or none.
     */
    public StoryWait borrows(int inside, int holding, @Nullable String leak) {
        List<Site> leaks = leak == null ? List.of() : List.of(new Site(leak));
        List<Site> gives = List.of(new Site("com.acme.Users.find(Users.java:31)"));
        return each(id -> new Event.LendingSeen(story.now(), id, "Pool.borrow", inside, holding, leaks, gives));
    }

    private StoryWait each(LongFunction<Event> event) {
        if (ids.isEmpty()) {
            throw new IllegalStateException("the wait at " + site + " has not begun: say begins() first");
        }
        ids.forEach(id -> story.tell(event.apply(id)));
        return this;
    }
}
