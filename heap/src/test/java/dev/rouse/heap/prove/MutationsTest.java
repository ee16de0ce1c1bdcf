package dev.rouse.heap.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.heap.hprof.BadDump;
import dev.rouse.heap.hprof.Heap;
import dev.rouse.heap.waits.OneLost;
import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/**
 * A small dump, damaged at random: it is read, or refused in one sentence, in bounded time and memory. A few hundred
 * times by default; {@code -Drouse.mutations=10000} for more, {@code -Drouse.mutations.seed=1} for others.
 */
class MutationsTest {
    private static final int MUTATIONS = Integer.getInteger("rouse.mutations", 200);
    private static final long SEED = Long.getLong("rouse.mutations.seed", 4711);
    private static final int MOST_SECONDS = 20;

    @TempDir
    Path directory;

    @Test
    void areReadOrRefusedInOneSentence(TestReporter reporter) throws Exception {
        byte[] whole = dump();
        ExecutorService reading = Executors.newSingleThreadExecutor(MutationsTest::daemon);
        List<String> failures = new ArrayList<>();
        int refused = 0;
        long slowest = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            Path mutant = Files.write(directory.resolve("mutant"), mutate(whole.clone(), new Random(SEED + i)));
            long start = System.nanoTime();
            String outcome = outcome(reading, mutant);
            slowest = Math.max(slowest, System.nanoTime() - start);
            refused += outcome.equals("refused") ? 1 : 0;
            if (!outcome.equals("refused") && !outcome.equals("read")) {
                failures.add("seed " + (SEED + i) + ": " + outcome);
            }
        }
        reading.shutdownNow();
        reporter.publishEntry(MUTATIONS + " mutations of " + whole.length + " bytes: " + refused
                + " refused, the slowest took " + slowest / 1_000_000 + " ms");
        assertThat(failures).isEmpty();
        assertThat(refused).isPositive();
    }

    private byte[] dump() throws IOException {
        Path dump = directory.resolve("whole.hprof");
        try (ChildJvm child = Dumps.start(Jdk.running(), "Serial", OneLost.class, dump)) {
            Dumps.await(child);
        }
        return Files.readAllBytes(dump);
    }

    private static Thread daemon(Runnable body) {
        Thread thread = new Thread(body, "reads mutants");
        thread.setDaemon(true);
        return thread;
    }

    private static String outcome(ExecutorService reading, Path mutant) throws InterruptedException {
        try {
            return reading.submit(() -> read(mutant)).get(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            StackTraceElement[] stack = cause.getStackTrace();
            return cause + (stack.length == 0 ? "" : " at " + stack[0]);
        } catch (TimeoutException e) {
            return "not done after " + MOST_SECONDS + " s";
        }
    }

    private static String read(Path mutant) throws IOException {
        try (Heap heap = Heap.open(mutant, (phase, bytes, of) -> {})) {
            HeapProof.look(heap, List.of());
            return "read";
        } catch (BadDump e) {
            String sentence = String.valueOf(e.getMessage());
            return sentence.isBlank() || sentence.contains("\n") ? "no sentence: " + sentence : "refused";
        }
    }

    /**
     * Some bytes in some places: anything, zeros, ones, a single bit, or a piece of the dump copied elsewhere. A
     * quarter hits the beginning, where header, names and classes are.
     */
    private static byte[] mutate(byte[] bytes, Random random) {
        int places = 1 + random.nextInt(20);
        for (int i = 0; i < places; i++) {
            int length = 1 + random.nextInt(8);
            int at = random.nextInt(4) == 0 ? random.nextInt(2000) : random.nextInt(bytes.length - length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> fill(bytes, at, length, 0);
                case 2 -> fill(bytes, at, length, 0xff);
                case 3 -> System.arraycopy(bytes, random.nextInt(bytes.length - length), bytes, at, length);
                default -> fill(bytes, at, length, random.nextInt());
            }
        }
        return bytes;
    }

    private static void fill(byte[] bytes, int at, int length, int value) {
        for (int i = at; i < at + length; i++) {
            bytes[i] = (byte) value;
            value = Integer.rotateRight(value, 8);
        }
    }
}
