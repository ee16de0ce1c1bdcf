package dev.rouse.runtime.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.JoinHandle;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.Runtime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MpscTest {
    private final Mpsc<String> channel = Mpsc.bounded(1);
    private final Mpsc.Sender<String> sender = channel.sender();
    private final Mpsc.Receiver<String> receiver = channel.receiver();
    private final Wakes wakes = new Wakes();

    @Test
    void wakesTheReceiverWithAMessage() {
        assertThat(receiver.pollRecv(wakes.context()).isPending()).isTrue();
        assertThat(sender.trySend("a")).isEqualTo(Mpsc.Sent.SENT);
        assertThat(wakes.count()).isEqualTo(1);
        assertThat(receiver.pollRecv(wakes.context()).get()).isEqualTo("a");
        assertThat(receiver.tryRecv()).isNull();
    }

    @Test
    void holdsASenderBackWhileItIsFull() {
        assertThat(sender.trySend("a")).isEqualTo(Mpsc.Sent.SENT);
        assertThat(sender.trySend("b")).isEqualTo(Mpsc.Sent.FULL);
        Future<@Nullable Void> send = sender.send("c");
        assertThat(send.poll(wakes.context()).isPending()).isTrue();
        assertThat(receiver.tryRecv()).isEqualTo("a");
        assertThat(wakes.count()).isEqualTo(1);
        assertThat(sender.trySend("d")).as("those in line go first").isEqualTo(Mpsc.Sent.FULL);
        assertThat(send.poll(wakes.context()).isReady()).isTrue();
        assertThat(receiver.tryRecv()).isEqualTo("c");
        assertThatIllegalStateException().isThrownBy(() -> send.poll(wakes.context()));
    }

    @Test
    void givesTheRoomOfADroppedSendingToTheNext() {
        sender.trySend("a");
        Future<@Nullable Void> dropped = sender.send("dropped");
        Future<@Nullable Void> next = sender.send("b");
        dropped.poll(new Wakes().context());
        next.poll(wakes.context());
        receiver.tryRecv();
        dropped.drop();
        assertThat(wakes.count()).isEqualTo(1);
        assertThat(next.poll(wakes.context()).isReady()).isTrue();
        assertThat(receiver.tryRecv()).isEqualTo("b");
        assertThat(sender.trySend("c")).isEqualTo(Mpsc.Sent.SENT);
    }

    @Test
    void endsWhenAllSendersAreClosed() {
        Mpsc.Sender<String> copy = sender.copy();
        Future<@Nullable String> end = receiver.recv();
        sender.close();
        sender.close();
        assertThat(end.poll(wakes.context()).isPending()).isTrue();
        copy.close();
        assertThat(wakes.count()).isEqualTo(1);
        assertThat(end.poll(wakes.context())).isSameAs(Poll.ready());
        assertThatIllegalStateException().isThrownBy(() -> sender.trySend("too late"));
    }

    @Test
    void staysOpenForASendingThatGoesOn() {
        Future<@Nullable Void> send = sender.send("last");
        sender.close();
        assertThat(receiver.pollRecv(wakes.context()).isPending()).isTrue();
        send.poll(wakes.context());
        send.drop();
        assertThat(receiver.pollRecv(wakes.context()).get()).isEqualTo("last");
        assertThat(receiver.pollRecv(wakes.context())).isSameAs(Poll.ready());
    }

    @Test
    void tellsSendersThatTheReceiverIsGone() {
        sender.trySend("a");
        Future<@Nullable Void> send = sender.send("b");
        send.poll(wakes.context());
        receiver.close();
        assertThat(wakes.count()).isEqualTo(1);
        assertThatExceptionOfType(ClosedException.class).isThrownBy(() -> send.poll(wakes.context()));
        assertThat(sender.trySend("c")).isEqualTo(Mpsc.Sent.CLOSED);
        assertThat(sender.isClosed()).isTrue();
        assertThatExceptionOfType(ClosedException.class)
                .isThrownBy(() -> sender.send("d").poll(wakes.context()));
        assertThatIllegalStateException().isThrownBy(() -> receiver.pollRecv(wakes.context()));
    }

    @Test
    void losesNothingToADroppedReceiving() {
        Future<@Nullable String> dropped = receiver.recv();
        dropped.poll(wakes.context());
        sender.trySend("a");
        dropped.drop();
        assertThat(receiver.recv().poll(wakes.context()).get()).isEqualTo("a");
        assertThatIllegalStateException().isThrownBy(() -> dropped.poll(wakes.context()));
    }

    @Test
    void refusesAChannelWithoutRoom() {
        assertThatIllegalArgumentException().isThrownBy(() -> Mpsc.bounded(0));
    }

    @Test
    void receivesEveryMessageOnceAndInItsSendersOrder() throws InterruptedException {
        int senders = 4;
        int messages = 5_000;
        Mpsc<int[]> crossing = Mpsc.bounded(3);
        try (Runtime runtime = Runtime.builder().cores(2).start()) {
            JoinHandle<Integer> received = runtime.core(0).spawn(new Receiving(crossing.receiver(), senders));
            List<JoinHandle<Integer>> sending = new ArrayList<>();
            for (int i = 0; i < senders; i++) {
                Mpsc.Sender<int[]> own = crossing.sender().copy();
                sending.add(runtime.core(i % 2).spawn(new Sending(own, i, messages)));
            }
            crossing.sender().close();
            for (JoinHandle<Integer> task : sending) {
                assertThat(task.join()).isEqualTo(messages);
            }
            assertThat(received.join()).isEqualTo(senders * messages);
        }
    }

    /** Sends its numbers in order, and drops every third sending that has to wait, to send the same again. */
    private static final class Sending implements Future<Integer> {
        private final Mpsc.Sender<int[]> sender;
        private final int name;
        private final int messages;
        private int sent;
        private int waited;
        private @Nullable Future<@Nullable Void> send;

        Sending(Mpsc.Sender<int[]> sender, int name, int messages) {
            this.sender = sender;
            this.name = name;
            this.messages = messages;
        }

        @Override
        public Poll<Integer> poll(Context context) {
            while (sent < messages) {
                if (send == null) {
                    send = sender.send(new int[] {name, sent});
                }
                if (send.poll(context).isPending()) {
                    if (++waited % 3 == 0) {
                        send.drop();
                        send = null;
                        context.waker().wake();
                    }
                    return Poll.pending();
                }
                send = null;
                sent++;
            }
            return Poll.ready(sent);
        }

        @Override
        public void drop() {
            sender.close();
        }
    }

    private static final class Receiving implements Future<Integer> {
        private final Mpsc.Receiver<int[]> receiver;
        private final int[] next;
        private int received;

        Receiving(Mpsc.Receiver<int[]> receiver, int senders) {
            this.receiver = receiver;
            this.next = new int[senders];
        }

        @Override
        public Poll<Integer> poll(Context context) {
            while (true) {
                Poll<int @Nullable []> answer = receiver.pollRecv(context);
                if (answer.isPending()) {
                    return Poll.pending();
                }
                int[] message = answer.get();
                if (message == null) {
                    return Poll.ready(received);
                }
                assertThat(message[1]).isEqualTo(next[message[0]]++);
                received++;
            }
        }

        @Override
        public void drop() {
            receiver.close();
        }
    }

    @Test
    void losesNoRoomWhenASendingIsDroppedAsItIsServed() throws InterruptedException {
        try (Runtime runtime = Runtime.builder().cores(2).start()) {
            for (int i = 0; i < Race.ROUNDS; i++) {
                sender.trySend("full");
                Future<@Nullable Void> dropped = sender.send("dropped");
                Wakes told = new Wakes();
                Future<@Nullable Void> next = sender.send("next");
                dropped.poll(new Wakes().context());
                next.poll(told.context());
                Race.run(runtime, () -> receiver.tryRecv(), dropped::drop);
                assertThat(told.count()).isEqualTo(1);
                assertThat(next.poll(told.context()).isReady()).isTrue();
                assertThat(receiver.tryRecv()).isEqualTo("next");
            }
        }
    }
}
