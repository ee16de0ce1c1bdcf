package dev.rouse.runtime.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.runtime.Future;
import dev.rouse.runtime.JoinHandle;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.Runtime;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OneshotTest {
    private final Oneshot<String> oneshot = Oneshot.open();
    private final Oneshot.Sender<String> sender = oneshot.sender();
    private final Oneshot.Receiver<String> receiver = oneshot.receiver();
    private final Wakes wakes = new Wakes();

    @Test
    void wakesTheReceiverWithTheValue() {
        assertThat(receiver.poll(wakes.context()).isPending()).isTrue();
        assertThat(sender.send("value")).isTrue();
        assertThat(wakes.count()).isEqualTo(1);
        assertThat(receiver.poll(wakes.context()).get()).isEqualTo("value");
    }

    @Test
    void keepsAValueForAReceiverThatComesLater() {
        assertThat(sender.send("value")).isTrue();
        assertThat(receiver.poll(wakes.context()).get()).isEqualTo("value");
        assertThat(wakes.count()).isZero();
    }

    @Test
    void wakesTheNewestWakerAlone() {
        Wakes newer = new Wakes();
        receiver.poll(wakes.context());
        receiver.poll(newer.context());
        sender.send("value");
        assertThat(wakes.count()).isZero();
        assertThat(newer.count()).isEqualTo(1);
    }

    @Test
    void endsTheReceiverWhenTheSenderIsClosed() {
        receiver.poll(wakes.context());
        sender.close();
        assertThat(wakes.count()).isEqualTo(1);
        assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> receiver.poll(wakes.context()));
        assertThatIllegalStateException().isThrownBy(() -> receiver.poll(wakes.context()));
    }

    @Test
    void tellsTheSenderThatTheReceiverIsGone() {
        Future<@Nullable Void> closed = sender.closed();
        assertThat(closed.poll(wakes.context()).isPending()).isTrue();
        receiver.drop();
        assertThat(wakes.count()).isEqualTo(1);
        assertThat(closed.poll(wakes.context()).isReady()).isTrue();
        assertThat(sender.isClosed()).isTrue();
        assertThat(sender.send("too late")).isFalse();
    }

    @Test
    void letsAValueGoWhoseReceiverIsDropped() {
        sender.send("value");
        receiver.drop();
        assertThatIllegalStateException().isThrownBy(() -> receiver.poll(wakes.context()));
    }

    @Test
    void sendsOneValueAlone() {
        sender.send("value");
        assertThatIllegalStateException().isThrownBy(() -> sender.send("another"));
        assertThat(receiver.poll(wakes.context()).get()).isEqualTo("value");
        assertThatIllegalStateException().isThrownBy(() -> receiver.poll(wakes.context()));
    }

    @Test
    void doesNotWakeADroppedReceiver() {
        receiver.poll(wakes.context());
        receiver.drop();
        sender.close();
        assertThat(wakes.count()).isZero();
    }

    @Test
    void losesNoWakeBetweenCores() throws InterruptedException {
        try (Runtime runtime = Runtime.builder().cores(2).start()) {
            for (int i = 0; i < Race.ROUNDS; i++) {
                Oneshot<Integer> crossing = Oneshot.open();
                JoinHandle<Integer> received = runtime.core(0).spawn(crossing.receiver());
                int value = i;
                runtime.core(1).execute(() -> crossing.sender().send(value));
                assertThat(received.join()).isEqualTo(i);
            }
        }
    }

    @Test
    void isReceivedOnceOrRefusedWhenBothEndsMoveAtOnce() throws InterruptedException {
        try (Runtime runtime = Runtime.builder().cores(2).start()) {
            for (int i = 0; i < Race.ROUNDS; i++) {
                Oneshot<String> raced = Oneshot.open();
                AtomicBoolean sent = new AtomicBoolean();
                AtomicBoolean received = new AtomicBoolean();
                Race.run(runtime, () -> sent.set(raced.sender().send("value")), () -> {
                    Poll<String> answer = raced.receiver().poll(new Wakes().context());
                    received.set(answer.isReady());
                    raced.receiver().drop();
                });
                assertThat(sent.get() || !received.get()).isTrue();
                assertThat(raced.sender().isClosed()).isTrue();
            }
        }
    }
}
