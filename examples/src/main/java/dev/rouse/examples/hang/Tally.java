package dev.rouse.examples.hang;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What became of the requests so far; used on one thread. A request is hung when it has waited for
 * {@link #PATIENCE_NANOS}.
 */
final class Tally {
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Set<Call> open = new LinkedHashSet<>();
    private long[] answeredNanos = new long[1024];
    private int answered;
    private int failed;

    void sent(Call call) {
        open.add(call);
    }

    void answered(Call call) {
        open.remove(call);
        if (answered == answeredNanos.length) {
            answeredNanos = Arrays.copyOf(answeredNanos, 2 * answered);
        }
        answeredNanos[answered++] = call.ageNanos();
    }

    /**
     * Counts a request that ended without a proper answer: a refused connection, a closed one, a status that is not
     * 200.
     */
    void failed(Call call) {
        open.remove(call);
        failed++;
    }

    boolean isOpen(Call call) {
        return open.contains(call);
    }

    boolean allEnded() {
        return open.isEmpty();
    }

    int hung() {
        return (int)
                open.stream().filter(call -> call.ageNanos() >= PATIENCE_NANOS).count();
    }

    String line() {
        int hung = hung();
        int known = answered + failed + hung;
        String line = String.format(
                Locale.ROOT,
                "answered %,d  hung %,d (%.1f %%)  p50 %d ms  p99 %d ms",
                answered,
                hung,
                known == 0 ? 0.0 : 100.0 * hung / known,
                percentileMillis(50),
                percentileMillis(99));
        return failed == 0 ? line : line + "  failed " + failed;
    }

    private long percentileMillis(int percent) {
        if (answered == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(answeredNanos, answered);
        Arrays.sort(sorted);
        int index = (int) Math.ceil(answered * percent / 100.0) - 1;
        return Math.round(sorted[index] / 1e6);
    }
}
