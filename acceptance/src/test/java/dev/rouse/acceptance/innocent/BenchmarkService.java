package dev.rouse.acceptance.innocent;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A benchmark: one thread that does the same with the same arguments for ever, in turns arithmetic, look-ups, text. */
final class BenchmarkService {
    private static final int KEYS = 1_000;
    private static final Life LIFE = new Life();
    private static final ByteBuffer BYTES = ByteBuffer.wrap("the same line again".getBytes(StandardCharsets.UTF_8));
    private static final CharBuffer CHARS = CharBuffer.allocate(64);
    private static final CharsetDecoder DECODER = StandardCharsets.UTF_8.newDecoder();
    private static final Map<Integer, Integer> PLAIN = new HashMap<>();
    private static final Map<Integer, Integer> SHARED = new ConcurrentHashMap<>();
    private static volatile long result;

    public static void main(String[] arguments) throws Exception {
        for (int i = 0; i < KEYS; i++) {
            PLAIN.put(i, i);
        }
        Thread benchmark = new Thread(BenchmarkService::measure, "benchmark");
        benchmark.setDaemon(true);
        benchmark.start();
        LIFE.live(number -> {
            LIFE.check(Life.work(42), Life.work(42));
            LIFE.check(true, result >= 0);
        });
        LIFE.end();
    }

    private static void measure() {
        while (true) {
            forAWhile(() -> Life.work(42));
            forAWhile(BenchmarkService::lookUp);
            forAWhile(BenchmarkService::decode);
        }
    }

    private interface Operation {
        long run();
    }

    private static void forAWhile(Operation operation) {
        long end = System.nanoTime() + 2_000_000_000;
        while (System.nanoTime() < end) {
            result = Math.abs(operation.run() / 2);
        }
    }

    private static long lookUp() {
        long sum = 0;
        for (int i = 0; i < KEYS; i++) {
            sum += PLAIN.getOrDefault(i, 0) + SHARED.merge(i, 1, Integer::sum);
        }
        return sum;
    }

    private static long decode() {
        BYTES.rewind();
        CHARS.clear();
        DECODER.reset();
        DECODER.decode(BYTES, CHARS, true);
        return CHARS.position();
    }
}
