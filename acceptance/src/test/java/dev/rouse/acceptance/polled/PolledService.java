package dev.rouse.acceptance.polled;

import dev.rouse.runtime.Future;
import dev.rouse.runtime.Futures;
import dev.rouse.runtime.Runtime;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs on Rouse's own runtime for some seconds: with all {@link Mistakes}, or, told {@code corrected}, without. */
public final class PolledService {
    private static final int NAPS = 8;
    private static final int ROUNDS = 30;
    private static final long ROUND_MS = 200;

    /** A task that nobody can wake is found by a look after a second, if the collector has not taken it by then. */
    private static final long COLLECTOR_RESTS_MS = 3_000;

    private static final long FAR_MS = 60_000;

    private PolledService() {}

    public static void main(String[] arguments) throws InterruptedException {
        boolean corrected = arguments.length > 0 && arguments[0].equals("corrected");
        try (Runtime runtime = Runtime.builder()
                        .cores(1)
                        .name("polled")
                        .onBreach(breach -> {})
                        .start();
                Runtime spinning = Runtime.builder()
                        .cores(1)
                        .name("spinning")
                        .onBreach(breach -> {})
                        .start()) {
            if (corrected) {
                serve(ROUNDS, () -> {
                    runtime.spawn(Answers.in(20, new Reply()));
                    runtime.spawn(joined(Answers.in(35, new Reply())));
                    spinning.spawn(Answers.in(150, new Reply()));
                });
            } else {
                runtime.spawn(Answers.forgetfully(FAR_MS, new Mistakes.Forgotten()));
                runtime.spawn(Answers.in(500, new Mistakes.Cleared()));
                runtime.spawn(Answers.in(FAR_MS, new Mistakes.Unarmed()));
                spinning.spawn(Answers.in(3_000, new Mistakes.Restless()));
                serve(ROUNDS, () -> runtime.spawn(joined(Answers.in(20, new Mistakes.Silent()))));
            }
        }
        System.out.println("polled: done");
    }

    /** Beside a sibling whose wakes come later, and have both polled. */
    private static Future<String> joined(Reply reply) {
        Future<@Nullable Void> sibling = nap();
        for (int naps = 1; naps < NAPS; naps++) {
            sibling = Futures.then(sibling, slept -> nap());
        }
        return Futures.join(reply, sibling, (answer, slept) -> answer);
    }

    private static Future<@Nullable Void> nap() {
        return Futures.sleep(Duration.ofMillis(60));
    }

    private static void serve(int rounds, Runnable round) throws InterruptedException {
        for (int i = 0; i < rounds; i++) {
            round.run();
            TimeUnit.MILLISECONDS.sleep(ROUND_MS);
            if (i * ROUND_MS >= COLLECTOR_RESTS_MS) {
                System.gc();
            }
        }
    }
}
