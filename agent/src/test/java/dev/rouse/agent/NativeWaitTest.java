package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.Selector;
import java.util.List;
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

    @Test
    void tellsASelectWithoutATimeFromOneWith() throws Exception {
        try (Selector untimed = Selector.open();
                Selector timed = Selector.open();
                Selector withAction = Selector.open()) {
            Thread forever = threads.start(() -> untimed.select());
            Thread anHour = threads.start(() -> timed.select(3_600_000));
            Thread anHourToo = threads.start(() -> withAction.select(key -> {}, 3_600_000));

            assertThat(NativeWait.of(BlockedThreads.awaitInNative(forever, "select")))
                    .isEqualTo(NativeWait.NETWORK);
            assertThat(NativeWait.of(BlockedThreads.awaitInNative(anHour, "select")))
                    .isEqualTo(NativeWait.NETWORK_OR_TIME);
            assertThat(NativeWait.of(BlockedThreads.awaitInNative(anHourToo, "select")))
                    .isEqualTo(NativeWait.NETWORK_OR_TIME);
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

            assertThat(NativeWait.of(BlockedThreads.awaitInNative(accepting, "accept")))
                    .isEqualTo(NativeWait.NETWORK);
            assertThat(NativeWait.of(BlockedThreads.awaitInNative(reading, "read")))
                    .isEqualTo(NativeWait.NETWORK);
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
