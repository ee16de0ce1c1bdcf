package dev.rouse.proofs.heap;

import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.prove.HeapProof;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads a dump with our reader: the index, then the whole analysis, which marks all that is there at least twice. */
public final class ReadByRouse {
    private ReadByRouse() {}

    /** @param args the dump */
    public static void main(String[] args) throws IOException {
        long before = Reading.used();
        long start = System.nanoTime();
        try (Heap heap = Heap.open(Path.of(args[0]), (phase, bytes, of) -> {})) {
            long indexed = System.nanoTime();
            long kept = Reading.used() - before;
            long marking = System.nanoTime();
            int findings = HeapProof.of(heap, List.of()).findings().size();
            long end = System.nanoTime();
            System.out.println(new Reading(
                            heap.size(), (indexed - start) / 1e9, (end - marking) / 1e9, kept, Reading.peakUse())
                    .line());
            if (findings == 0) {
                System.exit(1);
            }
        }
    }
}
