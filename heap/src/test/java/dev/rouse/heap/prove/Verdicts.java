package dev.rouse.heap.prove;

import dev.rouse.heap.hprof.Heap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The verdict of each thread of a dump, {@code RUNS} included, and of each promise whose callback has a label; what has
 * one name follows each other.
 *
 * @param printed whether a thread print was at hand
 */
record Verdicts(Map<String, List<String>> threads, Map<String, List<String>> promises, boolean printed) {

    static Verdicts of(Path dump) throws IOException {
        return of(dump, List.of());
    }

    static Verdicts of(Path dump, List<String> threadPrint) throws IOException {
        try (Heap heap = Heap.open(dump, (phase, bytes, of) -> {})) {
            Threads threads = Threads.of(heap, new JdkLayout(heap));
            new ThreadPrint(heap, threads).read(threadPrint);
            Proof proof = new Proof(heap, threads);
            Map<String, List<String>> verdicts = new TreeMap<>();
            for (HeapThread thread : threads.all()) {
                String verdict = thread.blocked() ? proof.verdict(thread).name() : "RUNS";
                verdicts.computeIfAbsent(thread.name(), name -> new ArrayList<>())
                        .add(verdict);
            }
            return new Verdicts(verdicts, promises(heap, proof), !threadPrint.isEmpty());
        }
    }

    private static Map<String, List<String>> promises(Heap heap, Proof proof) {
        Map<String, List<String>> verdicts = new TreeMap<>();
        Promises promises = proof.promises();
        promises.sources().forEach(i -> {
            Verdict verdict = promises.verdict(i);
            Downstream after = Downstream.of(heap, proof, promises.object(i), verdict == Verdict.HELD);
            String label = after.first() < 0 ? "" : heap.text(heap.ref(after.first(), "label"));
            if (verdict != Verdict.HELD && after.site() != null && !after.waited() && label.isEmpty()) {
                label = after.site().name();
            }
            if (!label.isEmpty()) {
                verdicts.computeIfAbsent(label, key -> new ArrayList<>())
                        .add(verdict == null ? "DROPPED" : verdict.name());
            }
        });
        return verdicts;
    }

    /** Where a verdict is not what the name says, and where a thread or a promise of nobody's is accused; as lines. */
    List<String> mistakes() {
        List<String> mistakes = new ArrayList<>();
        for (Map<String, List<String>> all : List.of(threads, promises)) {
            all.forEach((name, verdicts) -> verdicts.stream()
                    .filter(verdict -> !isRight(name, verdict))
                    .forEach(verdict -> mistakes.add(name + " -> " + verdict)));
        }
        return mistakes;
    }

    private boolean isRight(String name, String verdict) {
        if (!name.contains("|")) {
            return verdict.equals("RUNS") || verdict.equals("HELD");
        }
        String[] expected = name.substring(0, name.indexOf('|')).split("/", -1);
        return verdict.equals(expected[printed ? expected.length - 1 : 0]);
    }

    /** How many labels there are, of threads and of promises. */
    int labelled() {
        return labelled(threads) + labelled(promises);
    }

    private static int labelled(Map<String, List<String>> verdicts) {
        return (int)
                verdicts.keySet().stream().filter(name -> name.contains("|")).count();
    }

    /** @param args a dump, and a thread print if there is one */
    public static void main(String[] args) throws IOException {
        Verdicts verdicts = of(Path.of(args[0]), args.length < 2 ? List.of() : Files.readAllLines(Path.of(args[1])));
        verdicts.mistakes().forEach(System.out::println);
        System.out.println(verdicts.threads().size() + " names, " + labelled(verdicts.threads()) + " labelled; "
                + labelled(verdicts.promises()) + " promises");
    }
}
