package dev.rouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Grade;
import dev.rouse.engine.report.JsonReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Agents played by hand, over real sockets. */
class ListenerTest {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final String FINDING = "finding " + JsonReport.line(SampleFindings.lostWake(Grade.PROVEN, 50));

    private final HeardNews news = new HeardNews();
    private final Listener listener = Listener.open(news);

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    @Test
    void hearsAnAgentFromItsGreetingToItsGoodbye() throws Exception {
        try (Socket agent = agent(greeting(7))) {
            send(agent, "ready watching", "note two hooks failed", FINDING);
            await(agents -> agents.size() == 1 && agents.get(0).phase() == AgentLink.Phase.READY);
            send(agent, "bye watched for 2 s");
        }

        await(ListenerTest::allGone);
        assertThat(news.all()).containsExactly("7 ready watching", "7 note two hooks failed", "7 finding lost-wake 50");
        assertThat(listener.agents().get(0).phase()).isEqualTo(AgentLink.Phase.LEFT);
        assertThat(listener.agents().get(0).word()).isEqualTo("watched for 2 s");
    }

    @Test
    void hearsStacksAndSaysWhichItCannotRead() throws Exception {
        try (Socket agent = agent(greeting(7))) {
            send(agent, "stack off-wake 12 Main.main;[woken by];Pool.run", "stack burnt many A.b", "stack soft 1 A.b");
            send(agent, "stack waited");
        }

        await(ListenerTest::allGone);
        assertThat(news.all())
                .containsExactly(
                        "7 stack off-wake 12 Main.main;[woken by];Pool.run",
                        "7 note a stack of the agent could not be read: burnt many A.b",
                        "7 note a stack of the agent could not be read: soft 1 A.b",
                        "7 note a stack of the agent could not be read: waited");
    }

    @Test
    void dropsWhoDoesNotKnowTheToken() throws Exception {
        for (String greeting : List.of(
                "rouse 1 0123456789abcdef0123456789abcdef 7",
                "GET / HTTP/1.1",
                "",
                greeting(7).replace(" 7", " seven"),
                greeting(7) + " more")) {
            try (Socket stranger = agent(greeting)) {
                stranger.setSoTimeout((int) BOUND.toMillis());
                send(stranger, FINDING);
                assertThat(endOf(stranger)).as(greeting).isTrue();
            }
        }

        assertThat(listener.agents()).isEmpty();
        assertThat(news.all()).isEmpty();
    }

    @Test
    void saysThatAnAgentIsOfAnotherVersion() throws Exception {
        try (Socket other = agent(greeting(7).replace("rouse 1", "rouse 2"))) {
            other.setSoTimeout((int) BOUND.toMillis());
            assertThat(endOf(other)).isTrue();
        }

        assertThat(news.all()).singleElement().asString().contains("another version");
    }

    @Test
    void goesOnAfterLinesThatItDoesNotUnderstand() throws Exception {
        try (Socket agent = agent(greeting(7))) {
            send(agent, "what is this\033[31m", "finding {\"kind\":1}", "", FINDING);
        }

        await(ListenerTest::allGone);
        assertThat(news.all())
                .hasSize(4)
                .contains("7 finding lost-wake 50")
                .contains("7 note the agent said something that is not understood: what is this [31m")
                .anyMatch(line -> line.startsWith("7 note a finding of the agent could not be read"));
    }

    @Test
    void saysThatALastLineWasCutOff() throws Exception {
        try (Socket agent = agent(greeting(7))) {
            send(agent, "ready watching");
            agent.getOutputStream().write(FINDING.substring(0, 40).getBytes(StandardCharsets.UTF_8));
        }

        await(ListenerTest::allGone);
        assertThat(news.all()).hasSize(2).last().asString().startsWith("7 note the agent's last word was cut off");
        assertThat(listener.agents().get(0).phase()).isEqualTo(AgentLink.Phase.READY);
    }

    @Test
    void asksSeveralAgentsToStopAndWaitsForThem() throws Exception {
        try (Socket one = agent(greeting(7));
                Socket two = agent(greeting(8))) {
            await(agents -> agents.size() == 2);
            Thread leaving = new Thread(() -> {
                leaveWhenAsked(one);
                leaveWhenAsked(two);
            });
            leaving.start();

            assertThat(listener.stopAll(BOUND)).isTrue();
            leaving.join();
        }
        assertThat(listener.agents()).extracting(AgentLink::phase).containsOnly(AgentLink.Phase.LEFT);
    }

    @Test
    void hasHeardWhoConnectedBeforeItLetsInAll() throws Exception {
        for (int pid = 1; pid <= 20; pid++) {
            agent(greeting(pid)).close();
            listener.letInAll(BOUND);
            assertThat(listener.agents()).hasSize(pid);
        }
    }

    @Test
    void doesNotWaitForEverForAnAgentThatStays() throws Exception {
        try (Socket agent = agent(greeting(7))) {
            await(agents -> agents.size() == 1);

            assertThat(listener.stopAll(Duration.ofMillis(50))).isFalse();
            assertThat(agent.isClosed()).isFalse();
        }
    }

    @Test
    void remembersThatAnAgentRefused() throws Exception {
        try (Socket agent = agent(greeting(7))) {
            send(agent, "refused add -XX:+Something", "bye nothing was changed");
        }

        await(ListenerTest::allGone);
        assertThat(listener.agents().get(0).phase()).isEqualTo(AgentLink.Phase.REFUSED);
        assertThat(listener.agents().get(0).word()).isEqualTo("add -XX:+Something");
    }

    private Socket agent(String greeting) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
        send(socket, greeting);
        return socket;
    }

    private String greeting(long pid) {
        String options = listener.agentOptions();
        return "rouse 1 " + options.substring(options.indexOf("token=") + "token=".length()) + " " + pid;
    }

    private static void send(Socket socket, String... lines) throws IOException {
        socket.getOutputStream().write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Whether nothing is said and the connection ends; a reset is an end as well. */
    private static boolean endOf(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    private static void leaveWhenAsked(Socket agent) {
        try {
            byte[] asked = agent.getInputStream().readNBytes("stop\n".length());
            send(agent, new String(asked, StandardCharsets.UTF_8).equals("stop\n") ? "bye" : "note not asked");
            agent.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void await(Predicate<List<AgentLink>> wished) throws InterruptedException {
        assertThat(listener.await(BOUND, wished)).isTrue();
    }

    private static boolean allGone(List<AgentLink> agents) {
        return !agents.isEmpty() && agents.stream().noneMatch(AgentLink::isOpen);
    }
}
