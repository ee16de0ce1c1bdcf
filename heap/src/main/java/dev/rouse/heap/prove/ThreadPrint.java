package dev.rouse.heap.prove;

import dev.rouse.heap.hprof.Heap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The monitors in a {@code jcmd PID Thread.print -l} that was taken right after the dump: its addresses are the dump's
 * ids as long as nothing has been moved. What does not fit the dump (another stack, another type at the address) is
 * left out.
 */
final class ThreadPrint {
    private static final Pattern THREAD = Pattern.compile("^\".*\" #(\\d+)\\b.*");
    private static final Pattern MONITOR = Pattern.compile("^\\s+- (.*?) *<0x([0-9a-f]+)> \\(an? (.+)\\)\\s*$");
    private static final Pattern FRAME = Pattern.compile("^\\s+at ([^(]+)\\(.*");

    private final Heap heap;
    private final Map<Long, HeapThread> byTid = new HashMap<>();
    private final Map<Integer, HeapThread> owners = new HashMap<>();
    private final Map<HeapThread, Integer> wanted = new HashMap<>();

    ThreadPrint(Heap heap, Threads threads) {
        this.heap = heap;
        threads.all().stream().filter(thread -> !thread.virtual()).forEach(thread -> byTid.put(thread.tid(), thread));
    }

    void read(List<String> lines) {
        List<String> block = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("\"")) {
                thread(block);
                block.clear();
            }
            block.add(line);
        }
        thread(block);
        wanted.forEach(this::resolve);
    }

    private void thread(List<String> block) {
        Matcher header = block.isEmpty() ? null : THREAD.matcher(block.get(0));
        HeapThread thread = header == null || !header.matches() ? null : byTid.get(Long.parseLong(header.group(1)));
        if (thread == null || !sameStack(thread, block)) {
            return;
        }
        for (String line : block) {
            Matcher monitor = MONITOR.matcher(line);
            if (monitor.matches()) {
                monitor(thread, monitor.group(1), object(monitor.group(2), monitor.group(3)));
            }
        }
    }

    private static boolean sameStack(HeapThread thread, List<String> block) {
        List<String> printed = block.stream()
                .map(FRAME::matcher)
                .filter(Matcher::matches)
                .map(frame -> withoutModule(frame.group(1)))
                .toList();
        List<String> dumped = Arrays.stream(thread.frames())
                .map(frame -> frame.call().replaceFirst("[+.]0x", "/0x"))
                .toList();
        return printed.equals(dumped);
    }

    /** A frame without the class loader and the module before it; hidden classes have a slash of their own. */
    private static String withoutModule(String frame) {
        int end = frame.indexOf("/0x");
        int slash = frame.lastIndexOf('/', end < 0 ? frame.length() : end - 1);
        return frame.substring(slash + 1);
    }

    /** The object at an address; -1 when there is none of that type. */
    private int object(String address, String type) {
        int object = heap.index(Long.parseUnsignedLong(address, 16));
        return object >= 0 && (heap.typeName(object).equals(type) || type.startsWith("java.lang.Class for "))
                ? object
                : -1;
    }

    private void monitor(HeapThread thread, String what, int object) {
        if (object < 0) {
            return;
        }
        if (what.startsWith("waiting")) {
            wanted.putIfAbsent(thread, object);
        } else if (what.equals("locked") && !Integer.valueOf(object).equals(wanted.get(thread))) {
            owners.put(object, thread);
        }
    }

    private void resolve(HeapThread thread, int monitor) {
        if (!thread.blocked() || thread.itsWait().relation() == HeapWait.Relation.JOIN) {
            return;
        }
        boolean enters = !thread.itsWait().interruptible();
        HeapThread owner = owners.get(monitor);
        HeapWait known = enters ? entering(thread, monitor, owner) : HeapWait.on(heap.typeName(monitor), monitor, true);
        if (known != null && isMonitorWait(thread)) {
            thread.waits(known);
        }
    }

    private @Nullable HeapWait entering(HeapThread thread, int monitor, @Nullable HeapThread owner) {
        return owner == null || owner == thread
                ? null
                : HeapWait.onThread(heap.typeName(monitor), owner.object(), HeapWait.Relation.OWNER, false);
    }

    private static boolean isMonitorWait(HeapThread thread) {
        return !thread.frames()[0].type().equals("jdk.internal.misc.Unsafe");
    }
}
