package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Stacks as they were taken from real loops, shortened. */
class LoopShapeTest {
    private static final String[] SELECT = {
        "dev.rouse.probe.Lanes.adopt", "java.util.concurrent.RouseHooks.waits", "sun.nio.ch.SelectorImpl.select"
    };
    private static final String[] SLEEP = {"java.lang.Thread.sleep"};

    private final LoopShape netty = new LoopShape(Stacks.of(
            SELECT,
            "io.netty.channel.nio.SelectedSelectionKeySetSelector.select",
            "io.netty.channel.nio.NioEventLoop.select",
            "io.netty.channel.nio.NioEventLoop.run",
            "io.netty.util.concurrent.FastThreadLocalRunnable.run",
            "java.lang.Thread.run"));

    private final LoopShape ownLoop = new LoopShape(Stacks.of(SELECT, "com.acme.Server.run", "com.acme.Server.main"));

    private static List<StackTraceElement> sleepingIn(String... frames) {
        return Stacks.of(SLEEP, frames);
    }

    @Test
    void knowsAHandlerThatItsLoopHasCalled() {
        List<StackTraceElement> handler = sleepingIn(
                "com.acme.Handler.channelRead",
                "io.netty.channel.AbstractChannelHandlerContext.fireChannelRead",
                "io.netty.channel.nio.NioEventLoop.processSelectedKeys",
                "io.netty.channel.nio.NioEventLoop.run",
                "io.netty.util.concurrent.FastThreadLocalRunnable.run",
                "java.lang.Thread.run");

        assertThat(netty.calls(handler)).isTrue();
        assertThat(netty.isItself(handler)).isFalse();
    }

    @Test
    void takesWhoPollsALibrarysSelectorForNoLoop() {
        LoopShape client = new LoopShape(Stacks.of(
                SELECT,
                "org.apache.kafka.common.network.Selector.select",
                "org.apache.kafka.clients.consumer.KafkaConsumer.poll",
                "com.acme.Orders.run",
                "java.lang.Thread.run"));

        assertThat(client.calls(sleepingIn("com.acme.Orders.store", "com.acme.Orders.run", "java.lang.Thread.run")))
                .isFalse();
    }

    @Test
    void tellsALoopThatRestsFromAHandlerThatSleeps() {
        assertThat(ownLoop.isItself(sleepingIn("com.acme.Server.run", "com.acme.Server.main")))
                .isTrue();
        assertThat(ownLoop.isItself(
                        sleepingIn("com.acme.Server.handle", "com.acme.Server.run", "com.acme.Server.main")))
                .isFalse();
    }

    @Test
    void knowsALoopOfTheJdk() {
        LoopShape server = new LoopShape(
                Stacks.of(SELECT, "sun.net.httpserver.ServerImpl$Dispatcher.run", "java.lang.Thread.run"));

        assertThat(server.calls(sleepingIn(
                        "com.acme.Pages.handle",
                        "sun.net.httpserver.ServerImpl$Exchange.run",
                        "sun.net.httpserver.ServerImpl$Dispatcher.run",
                        "java.lang.Thread.run")))
                .isTrue();
        assertThat(server.calls(sleepingIn("com.acme.Jobs.run", "java.lang.Thread.run")))
                .isFalse();
    }

    @Test
    void knowsAFirstCallByTheClassesThatItLoads() {
        assertThat(LoopShape.isFirstCall(
                        Stacks.of(new String[] {"java.lang.ClassLoader.loadClass"}, "com.acme.Handler.channelRead")))
                .isTrue();
        assertThat(LoopShape.isFirstCall(Stacks.of(Stacks.PARK, "com.acme.Handler.<clinit>")))
                .isTrue();
        assertThat(LoopShape.isFirstCall(sleepingIn("com.acme.Handler.channelRead")))
                .isFalse();
    }
}
