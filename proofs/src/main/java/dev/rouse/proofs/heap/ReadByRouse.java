package dev.rouse.proofs.heap;

import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.prove.HeapProof;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a dump with our reader: the index, then the whole analysis. That begins by marking all that who can run can
 * reach, which of such a dump is all but a few objects; the words about its progress tell when that is done.
 */
public final class ReadByRouse {
    private static Reading.@Nullable Time marked;

    private ReadByRouse() {}

    private static void at(String phase, long bytes, long of) {
        if (marked == null && bytes == of && phase.startsWith("marking")) {
            marked = Reading.Time.now();
        }
    }

    /** @param args the dump */
    public static void main(String[] args) throws IOException {
        long before = Reading.used();
        Reading.Time start = Reading.Time.now();
        try (Heap heap = Heap.open(Path.of(args[0]), ReadByRouse::at)) {
            Reading.Time index = Reading.Time.since(start);
            long kept = Reading.used() - before;
            Reading.Time marking = Reading.Time.now();
            int findings = HeapProof.of(heap, List.of()).findings().size();
            Reading.Time whole = Reading.Time.since(marking);
            Reading.Time mark = Objects.requireNonNull(marked).minus(marking);
            System.out.println(new Reading(heap.size(), index, mark, whole, kept, Reading.peakUse()).line());
            if (findings == 0) {
                System.exit(1);
            }
        }
    }
}
