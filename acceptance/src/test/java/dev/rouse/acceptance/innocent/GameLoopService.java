package dev.rouse.acceptance.innocent;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A game: its loop is a task that submits itself again each time, looks at the clock, and draws a frame sixty times a
 * second. It uses the whole of its core, and everything is drawn.
 */
final class GameLoopService {
    private static final long FRAME_NS = 1_000_000_000 / 60;
    private static final Life LIFE = new Life();
    private static final ExecutorService LOOP = Executors.newSingleThreadExecutor();
    private static final AtomicInteger FRAMES = new AtomicInteger();
    private static final AtomicLong PICTURE = new AtomicLong();
    private static long nextFrame = System.nanoTime();

    public static void main(String[] arguments) throws Exception {
        LOOP.execute(GameLoopService::turn);
        LIFE.live(number -> {
            int drawn = FRAMES.get();
            Life.sleep(200);
            LIFE.check(true, FRAMES.get() > drawn);
        });
        for (int i = 0; i < 100; i++) {
            LIFE.check(true, PICTURE.get() != 0);
        }
        LIFE.end();
    }

    private static void turn() {
        if (System.nanoTime() >= nextFrame) {
            nextFrame += FRAME_NS;
            for (int i = 0; i < 40; i++) {
                PICTURE.set(Life.work(PICTURE.get() + 1));
            }
            FRAMES.incrementAndGet();
        }
        LOOP.execute(GameLoopService::turn);
    }
}
