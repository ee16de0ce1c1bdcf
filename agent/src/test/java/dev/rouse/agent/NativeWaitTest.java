package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that really wait inside native methods of the JDK that runs the test, and what no test can arrange. */
@Timeout(120)
class NativeWaitTest {
    private final BlockedThreads threads = new BlockedThreads();

    @AfterEach
    void endsThem() throws InterruptedException {
        threads.end();
    }

    /** On its way there a thread is in other native methods for a moment, such as the one that reads the clock. */
    private static void assertComesTo(NativeWait expected, Thread thread, String method) throws TimeoutException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        NativeWait seen = NativeWait.of(BlockedThreads.awaitInNative(thread, method));
        while (seen != expected && System.nanoTime() < end) {
            seen = NativeWait.of(BlockedThreads.awaitInNative(thread, method));
        }
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void tellsASelectWithoutATimeFromOneWith() throws Exception {
        try (Selector untimed = Selector.open();
                Selector timed = Selector.open();
                Selector withAction = Selector.open()) {
            Thread forever = threads.start(() -> untimed.select());
            Thread anHour = threads.start(() -> timed.select(3_600_000));
            Thread anHourToo = threads.start(() -> withAction.select(key -> {}, 3_600_000));

            assertComesTo(NativeWait.NETWORK, forever, "select");
            assertComesTo(NativeWait.NETWORK_OR_TIME, anHour, "select");
            assertComesTo(NativeWait.NETWORK_OR_TIME, anHourToo, "select");
        }
    }

    @Test
    void knowsAnAcceptAndAReadAsTheNetwork() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket other = server.accept()) {
            Thread accepting = threads.start(() -> server.accept().close());
            Thread reading = threads.start(
                    () -> assertThat(socket.getInputStream().read()).isNegative());

            assertComesTo(NativeWait.NETWORK, accepting, "accept");
            assertComesTo(NativeWait.NETWORK, reading, "read");
            assertThat(other.isConnected()).isTrue();
        }
    }

    @Test
    void takesWhatIsNotNativeForRunning() {
        List<StackTraceElement> stack = Stacks.of(new String[0], "com.acme.Loop.spin", "com.acme.Loop.run");

        assertThat(NativeWait.of(stack)).isEqualTo(NativeWait.RUNNING);
    }

    @Test
    void takesNettysOwnSelectorsForTimed() {
        List<StackTraceElement> stack = Stacks.of(
                new String[] {"io.netty.channel.epoll.Native.epollWait"}, "io.netty.channel.epoll.EpollEventLoop.run");

        assertThat(NativeWait.of(stack)).isEqualTo(NativeWait.NETWORK_OR_TIME);
    }

    @Test
    void takesAnyOtherNativeMethodForAWayInFromOutside() {
        String[] input = {"java.io.FileInputStream.readBytes"};
        String[] files = {"sun.nio.fs.LinuxWatchService.poll"};
        String[] library = {"com.vendor.Device.await"};

        assertThat(NativeWait.of(Stacks.of(input))).isEqualTo(NativeWait.OUTSIDE);
        assertThat(NativeWait.of(Stacks.of(files))).isEqualTo(NativeWait.OUTSIDE);
        assertThat(NativeWait.of(Stacks.of(library))).isEqualTo(NativeWait.OUTSIDE);
        assertThat(NativeWait.of(List.of())).isEqualTo(NativeWait.OUTSIDE);
    }
}
