package dev.rouse.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in code where a poll ended: the frames from there out to the task, innermost first.
 *
 * @param type the innermost future on the poll path, by its class name
 */
record WaitSite(String type, List<StackTraceElement> frames) {
    private static final String OURS = "dev.rouse.runtime.";
    private static final int DEEPEST = 64;
    private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    WaitSite {
        frames = List.copyOf(frames);
    }

    /** The place that calls this, as far as its task: the machinery that polls is left out. */
    static WaitSite here() {
        return WALKER.walk(all -> {
            List<StackWalker.StackFrame> path = all.dropWhile(frame -> isMachinery(frame.getDeclaringClass()))
                    .takeWhile(frame -> frame.getDeclaringClass() != Core.class
                            && frame.getDeclaringClass() != Diagnosis.class
                            && frame.getDeclaringClass() != Audits.class)
                    .limit(DEEPEST)
                    .toList();
            return of(path);
        });
    }

    private static WaitSite of(List<StackWalker.StackFrame> path) {
        String type = path.stream()
                .filter(frame -> frame.getMethodName().startsWith("poll")
                        || Future.class.isAssignableFrom(frame.getDeclaringClass()))
                .findFirst()
                .or(() -> path.stream().findFirst())
                .map(frame -> readable(frame.getClassName()))
                .orElse("unknown");
        return new WaitSite(
                type,
                path.stream().map(StackWalker.StackFrame::toStackTraceElement).toList());
    }

    private static boolean isMachinery(Class<?> type) {
        return type == WaitSite.class
                || type == Traced.class
                || type == WakerSlot.class
                || type == LocalWakerSlot.class
                || type == Core.class
                || type == Diagnosis.class
                || Context.class.isAssignableFrom(type);
    }

    /** The innermost frames that both have; null when there are none. */
    @Nullable WaitSite common(WaitSite other) {
        int same = 0;
        int most = Math.min(frames.size(), other.frames.size());
        while (same < most && frames.get(same).equals(other.frames.get(same))) {
            same++;
        }
        if (same == 0) {
            return null;
        }
        return same == frames.size() ? this : new WaitSite(type, frames.subList(0, same));
    }

    /** A lambda's class by the class that it stands in. */
    static String readable(String className) {
        int lambda = className.indexOf("$$Lambda");
        return lambda < 0 ? className : className.substring(0, lambda) + " (lambda)";
    }

    /** The innermost line that is not this runtime's own; its innermost line when all are. */
    StackTraceElement line() {
        for (StackTraceElement frame : frames) {
            if (!frame.getClassName().startsWith(OURS) && !frame.getClassName().startsWith("java.")) {
                return frame;
            }
        }
        return frames.isEmpty() ? new StackTraceElement("unknown", "poll", null, -1) : frames.get(0);
    }
}
