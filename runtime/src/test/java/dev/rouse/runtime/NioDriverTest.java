package dev.rouse.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class NioDriverTest {
    /**
     * A selector tells unread bytes again and again; with nobody to read them that would be a spin without any wake.
     */
    @Test
    void sleepsThoughBytesThatNobodyReadsHaveCome() throws Exception {
        CountDownLatch spins = new CountDownLatch(1_000); // a core that idles looks 4 times a second, however long
        WakerSlot never = new WakerSlot();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Runtime runtime = Runtime.builder()
                        .cores(1)
                        .driver(() -> new Counted(new NioDriver(), spins))
                        .start()) {
            SocketChannel channel = SocketChannel.open(server.getLocalSocketAddress());
            channel.configureBlocking(false);
            CountDownLatch woken = new CountDownLatch(2);
            JoinHandle<Void> task = runtime.spawn(new Deaf(channel, woken, never));
            try (Socket peer = server.accept()) {
                peer.getOutputStream().write(new byte[10]);
                assertThat(woken.await(20, TimeUnit.SECONDS)).isTrue();
                assertThat(spins.await(1, TimeUnit.SECONDS)).isFalse();
            }
            assertThat(task.isDone()).isFalse();
            channel.close();
        }
    }

    /** Waits until there is something to read, and then for something else. */
    private static final class Deaf implements Future<Void> {
        private final SocketChannel channel;
        private final CountDownLatch woken;
        private final WakerSlot never;

        Deaf(SocketChannel channel, CountDownLatch woken, WakerSlot never) {
            this.channel = channel;
            this.woken = woken;
            this.never = never;
        }

        @Override
        public Poll<Void> poll(Context context) {
            try {
                if (woken.getCount() == 2) {
                    context.core().register(channel).awaitReadable(context);
                } else {
                    never.arm(context);
                }
                woken.countDown();
                return Poll.pending();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private record Counted(IoDriver driver, CountDownLatch parks) implements IoDriver {
        @Override
        public Readiness register(SelectableChannel channel) throws IOException {
            return driver.register(channel);
        }

        @Override
        public void park(long nanos) throws IOException {
            parks.countDown();
            driver.park(nanos);
        }

        @Override
        public void unpark() {
            driver.unpark();
        }

        @Override
        public void close() throws IOException {
            driver.close();
        }
    }
}
