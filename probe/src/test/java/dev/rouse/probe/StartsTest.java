package dev.rouse.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StartsTest {
    private final Starts starts = Starts.open(() -> 1_000);

    @AfterEach
    void closes() {
        Starts.close();
    }

    private static void chain(int left) {
        if (left > 0) {
            run(() -> chain(left - 1));
        }
    }

    private static void run(Runnable body) {
        Thread next = new Thread(body);
        Starts.starts(next);
        next.start();
        try {
            next.join(TimeUnit.SECONDS.toMillis(60)); // the first of a chain waits for all of it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void countsThreadsThatStartTheNextOne() {
        chain(100);

        assertThat(starts.chained()).isEqualTo(99);
        assertThat(starts.others()).isOne();
        assertThat(starts.cpuNs()).isEqualTo(99_000);
        assertThat(starts.where()).isNotNull();
    }

    @Test
    void countsThoseOfOneWhoStartsManyAsOthers() {
        run(() -> {
            for (int i = 0; i < 10; i++) {
                run(() -> {});
            }
        });

        assertThat(starts.chained()).isOne();
        assertThat(starts.others()).isEqualTo(10);
    }

    @Test
    void countsNothingOnceClosed() {
        Starts.close();
        chain(10);

        assertThat(starts.chained() + starts.others()).isZero();
    }
}
