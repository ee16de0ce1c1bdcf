package dev.rouse.heap.prove;

import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.hprof.HeapFrame;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a thread waits for. Whoever can run, waits for a time only, or cannot be told about, waits for nothing
 * here: the analysis then takes it for one that goes on.
 */
final class WaitReader {
    /** The bits of a platform thread's status, as JVMTI has them. */
    private static final int PARKED_FOR_EVER = 0x210;

    private static final int IN_OBJECT_WAIT_FOR_EVER = 0x110;
    private static final int BLOCKED_ON_ENTER = 0x400;
    private static final int JOIN_FRAMES = 5;

    private final Heap heap;
    private final JdkLayout layout;
    private final Threads threads;
    private final ParkedWait parked;

    WaitReader(Heap heap, JdkLayout layout, Threads threads) {
        this.heap = heap;
        this.layout = layout;
        this.threads = threads;
        this.parked = new ParkedWait(heap, layout, threads);
    }

    private enum Form {
        RUNS,
        PARKED,
        OBJECT_WAIT,
        ENTER
    }

    @Nullable HeapWait read(HeapThread thread) {
        Form form = thread.frames().length == 0 ? Form.RUNS : thread.virtual() ? virtual(thread) : platform(thread);
        boolean known = layout.isKnown(heap.classOf(thread.object()));
        if (form == Form.RUNS || !known || wokenByCollector(thread)) {
            return null;
        }
        int api = api(thread.frames());
        int joined = joined(thread, api);
        if (joined >= 0) {
            return threads.of(joined) == null
                    ? null
                    : HeapWait.onThread("java.lang.Thread", joined, HeapWait.Relation.JOIN, true);
        }
        return switch (form) {
            case PARKED -> parked.read(thread, api);
            case OBJECT_WAIT -> objectWait(thread);
            default -> enter(thread);
        };
    }

    private Form platform(HeapThread thread) {
        int status = thread.state();
        if (status < 0) {
            return Form.RUNS;
        }
        if ((status & PARKED_FOR_EVER) == PARKED_FOR_EVER) {
            return Form.PARKED;
        }
        if ((status & IN_OBJECT_WAIT_FOR_EVER) == IN_OBJECT_WAIT_FOR_EVER) {
            return Form.OBJECT_WAIT;
        }
        return status > 0 && (status & BLOCKED_ON_ENTER) != 0 ? Form.ENTER : Form.RUNS;
    }

    private Form virtual(HeapThread thread) {
        int suspended = Math.max(layout.virtualState("SUSPENDED"), 0);
        int state = thread.state() & ~suspended;
        boolean permit = heap.number(thread.object(), "parkPermit", 0) != 0;
        boolean notified = heap.number(thread.object(), "notified", 0) != 0;
        if (state == layout.virtualState("PARKED") || state == layout.virtualState("PINNED")) {
            return permit ? Form.RUNS : Form.PARKED;
        }
        if (state == layout.virtualState("WAIT")) {
            return notified ? Form.RUNS : Form.OBJECT_WAIT;
        }
        return state == layout.virtualState("BLOCKED") ? Form.ENTER : Form.RUNS;
    }

    private static boolean wokenByCollector(HeapThread thread) {
        return Arrays.stream(thread.frames())
                .anyMatch(frame -> frame.type().equals("java.lang.ref.ReferenceQueue")
                        && frame.method().startsWith("remove"));
    }

    /** The innermost frame that is not the plumbing of parking: the class that waits. */
    private static int api(HeapFrame[] frames) {
        int i = 0;
        while (i < frames.length - 1 && isPlumbing(frames[i])) {
            i++;
        }
        return i;
    }

    private static boolean isPlumbing(HeapFrame frame) {
        String type = frame.type();
        boolean block = switch (frame.method()) {
            case "block", "managedBlock", "unmanagedBlock", "compensatedBlock" ->
                type.startsWith("java.util.concurrent.");
            default -> false;
        };
        return block
                || type.equals("jdk.internal.misc.Unsafe")
                || type.startsWith("java.lang.System$")
                || type.equals("java.util.concurrent.locks.LockSupport")
                || (type.equals("java.lang.VirtualThread") && !frame.method().equals("joinNanos"))
                || type.startsWith("jdk.internal.vm.Continuation")
                || type.equals("java.lang.Object");
    }

    /** The thread that this one waits for to end; -1 when it waits for something else, or for whom is not sure. */
    private int joined(HeapThread thread, int api) {
        HeapFrame[] frames = thread.frames();
        for (int i = api; i < Math.min(frames.length, api + JOIN_FRAMES); i++) {
            if (frames[i].is("java.lang.Thread", "join") || frames[i].is("java.lang.VirtualThread", "joinNanos")) {
                int[] targets = Arrays.stream(thread.localsAt(i))
                        .filter(local -> heap.is(local, "java.lang.Thread"))
                        .toArray();
                return targets.length == 1 ? targets[0] : -1;
            }
        }
        return -1;
    }

    /** The receiver is known where its frame still holds it; compiled frames of Object.wait lose it. */
    private @Nullable HeapWait objectWait(HeapThread thread) {
        HeapFrame[] frames = thread.frames();
        int inside = 0;
        while (inside < frames.length && frames[inside].type().equals("java.lang.Object")) {
            inside++;
        }
        List<Integer> receivers = IntStream.range(0, inside)
                .flatMap(depth -> Arrays.stream(thread.localsAt(depth)))
                .filter(local -> !heap.is(local, "java.lang.InterruptedException") && local != thread.object())
                .distinct()
                .boxed()
                .toList();
        if (!receivers.isEmpty()) {
            return HeapWait.onAny(heap.typeName(receivers.get(0)), receivers, true, null);
        }
        List<Integer> guesses = guesses(thread, inside);
        return guesses.isEmpty()
                ? null
                : HeapWait.onAny(
                        "java.lang.Object",
                        guesses,
                        true,
                        "which monitor it waits on is guessed from its caller's frame; --threads would tell");
    }

    private @Nullable HeapWait enter(HeapThread thread) {
        List<Integer> guesses = guesses(thread, 0);
        return guesses.isEmpty()
                ? null
                : HeapWait.onAny(
                        "java.lang.Object",
                        guesses,
                        false,
                        "a dump does not tell who holds a monitor; --threads would");
    }

    private static List<Integer> guesses(HeapThread thread, int depth) {
        return Arrays.stream(thread.localsAt(depth)).boxed().toList();
    }
}
