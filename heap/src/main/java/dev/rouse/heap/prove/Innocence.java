package dev.rouse.heap.prove;

import dev.rouse.engine.model.Site;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Waits that never end and are meant so, or harm nobody: they are told as suspected at most. */
final class Innocence {
    private static final long MAIN = 1;

    private Innocence() {}

    /** Why a wait without end may be no fault; null when nothing speaks for that. */
    static @Nullable String of(HeapThread thread) {
        HeapWait wait = thread.itsWait();
        if (wait.needsThread() == thread.object()) {
            return "the thread waits for its own end, which keeps a process alive on purpose";
        }
        if (thread.runs("java.util.concurrent.ThreadPoolExecutor", "getTask")
                || wait.source().equals("java.util.concurrent.ForkJoinPool")
                || thread.runs("java.util.TimerThread", "mainLoop")) {
            return "it is an idle worker of a pool that nobody reaches any more: it leaks a thread, and loses no work";
        }
        if (!thread.virtual()
                && thread.tid() == MAIN
                && wait.needsThread() == HeapWait.NONE
                && ownFrames(thread) <= 2) {
            return "the main thread waits so, which may keep the process alive on purpose";
        }
        return null;
    }

    private static long ownFrames(HeapThread thread) {
        return Arrays.stream(thread.frames())
                .filter(frame -> !Site.isJdk(frame.type()))
                .count();
    }
}
