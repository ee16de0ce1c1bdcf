package dev.rouse.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnparksTest {
    @BeforeEach
    void opens() {
        Unparks.open();
    }

    @AfterEach
    void closes() {
        Unparks.close();
    }

    private static List<Unpark> sweep() {
        List<Unpark> run = new ArrayList<>();
        Unparks.sweep(System.nanoTime(), run::add);
        return run;
    }

    @Test
    void timesAThreadFromUnparkToTheReturnFromPark() {
        Unparks.unparks(Thread.currentThread());
        Unparks.parked();

        assertThat(sweep()).singleElement().satisfies(woken -> {
            assertThat(woken.lateNs()).isPositive();
            assertThat(woken.stack())
                    .anyMatch(frame -> frame.getMethodName().equals("timesAThreadFromUnparkToTheReturnFromPark"));
        });
    }

    @Test
    void forgetsAThreadThatWasUnparkedBeforeItCameToPark() {
        Unparks.unparks(Thread.currentThread());
        Unparks.parks();
        Unparks.parked();

        assertThat(sweep()).isEmpty();
    }

    @Test
    void takesNoOtherThreadForIt() {
        Unparks.unparks(new Thread(() -> {}));
        Unparks.parked();

        assertThat(sweep()).isEmpty();
    }

    @Test
    void doesWithoutAThread() {
        Unparks.unparks(null);

        assertThat(sweep()).isEmpty();
    }
}
