package dev.rouse.heap.prove;

import dev.rouse.heap.hprof.Heap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The verdict of each thread of a dump, {@code RUNS} included; threads of one name follow each other. */
final class Verdicts {
    private Verdicts() {}

    static Map<String, List<String>> of(Path dump) throws IOException {
        try (Heap heap = Heap.open(dump, (phase, bytes, of) -> {})) {
            Threads threads = Threads.of(heap, new JdkLayout(heap));
            Proof proof = new Proof(heap, threads);
            Map<String, List<String>> verdicts = new TreeMap<>();
            for (HeapThread thread : threads.all()) {
                String verdict = thread.blocked() ? proof.verdict(thread).name() : "RUNS";
                verdicts.computeIfAbsent(thread.name(), name -> new ArrayList<>())
                        .add(verdict);
            }
            return verdicts;
        }
    }

    /** Where a verdict is not what the thread's name says, and where a thread of nobody's is accused; as lines. */
    static List<String> mistakes(Map<String, List<String>> verdicts) {
        List<String> mistakes = new ArrayList<>();
        verdicts.forEach((name, all) -> {
            String expected = name.contains("|") ? name.substring(0, name.indexOf('|')) : "";
            for (String verdict : all) {
                boolean right = expected.isEmpty()
                        ? verdict.equals("RUNS") || verdict.equals("HELD")
                        : verdict.equals(expected);
                if (!right) {
                    mistakes.add(name + " -> " + verdict);
                }
            }
        });
        return mistakes;
    }

    public static void main(String[] args) throws IOException {
        Map<String, List<String>> verdicts = of(Path.of(args[0]));
        mistakes(verdicts).forEach(System.out::println);
        System.out.println(verdicts.size() + " names, "
                + verdicts.keySet().stream().filter(name -> name.contains("|")).count() + " labelled");
    }
}
