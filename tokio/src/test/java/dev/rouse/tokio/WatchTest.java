package dev.rouse.tokio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rouse.engine.model.Finding;
import dev.rouse.tokio.wire.Instruments.Update;
import dev.rouse.tokio.wire.Tasks;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A session over a real connection: what arrives, what breaks off, and what answers that is no console. */
@Timeout(60)
class WatchTest {
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Duration A_MOMENT = Duration.ofMillis(500);

    private final News news = new News();

    @Test
    void findsWhatTheConsoleTellsOf() throws Exception {
        try (FakeServer server = FakeServer.start()) {
            server.sendsAndStays(burning(new FakeConsole(), 0, 6));
            watch(server.address(), heard -> !heard.findings.isEmpty());
        }

        assertThat(news.ready)
                .containsExactly("watching 1 tasks of " + news.address
                        + " over tokio-console's protocol, from outside: nothing in the" + " service is changed");
        assertThat(news.findings)
                .first()
                .satisfies(found -> assertThat(Heard.line(found)).startsWith("suspected self-wake src/main.rs:10"));
    }

    @Test
    void connectsAgainAndGoesOnWhereTheSameProcessAnswers() throws Exception {
        FakeConsole console = new FakeConsole();
        FakeTask task = console.spawn(10, 0);
        List<Update> before = List.of(console.update(1));
        task.polled(1.5, 1);
        List<Update> after = List.of(console.update(2, FakeConsole.Tells.ALL));
        try (FakeServer server = FakeServer.start()) {
            server.sends(before).sendsAndStays(after);
            watch(server.address(), heard -> heard.watch.updates() == 2);
        }

        assertThat(news.notes).singleElement().asString().endsWith("connecting again");
    }

    @Test
    void goesOnAfterAMessageThatIsNoUpdate() throws Exception {
        FakeConsole console = new FakeConsole();
        console.spawn(10, 0);
        byte[] nonsense = new byte[64];
        Arrays.fill(nonsense, (byte) 0xff);
        try (FakeServer server = FakeServer.start()) {
            server.sendsRaw(List.of(console.update(1).toByteArray(), nonsense))
                    .sendsAndStays(List.of(console.update(2, FakeConsole.Tells.ALL)));
            watch(server.address(), heard -> heard.watch.updates() == 2);
        }

        assertThat(news.notes)
                .containsExactly(news.address + " sends what is no update of tokio-console; connecting again");
    }

    @Test
    void goesOnWhereTheServiceIsKilledAndStartedAgain() throws Exception {
        FakeConsole console = new FakeConsole();
        console.spawn(10, 0);
        FakeServer first = FakeServer.start().sendsAndStays(List.of(console.update(1)));
        Watch watch = new Watch(first.address(), news);
        news.watch = watch;
        news.enough = heard -> {
            first.close();
            return !heard.notes.isEmpty();
        };
        watch.watch(LONG);

        assertThat(news.notes).first().asString().endsWith("; connecting again");
    }

    /** Of before tasks had lines, self-wakes and scheduled times: console-api 0.1. */
    @Test
    void goesOnWhereAnOldConsoleTellsLess() throws Exception {
        List<Update> updates = new ArrayList<>();
        FakeConsole console = new FakeConsole();
        console.spawn(10, 0).runsFrom(0.2);
        for (int second = 1; second <= 6; second++) {
            updates.add(asOfOld(console.update(second)));
        }
        try (FakeServer server = FakeServer.start()) {
            server.sendsAndStays(updates);
            watch(server.address(), heard -> !heard.findings.isEmpty());
        }

        assertThat(news.notes).isEmpty();
        assertThat(Heard.line(news.findings.get(0))).isEqualTo("suspected blocked-loop a line that was not told:0 x1");
    }

    private static Update asOfOld(Update update) {
        Update.Builder old = update.toBuilder();
        for (Tasks.Task.Builder task : old.getTaskUpdateBuilder().getNewTasksBuilderList()) {
            task.clearLocation();
        }
        old.getTaskUpdateBuilder()
                .getStatsUpdateMap()
                .forEach((id, stats) -> old.getTaskUpdateBuilder()
                        .putStatsUpdate(
                                id,
                                stats.toBuilder()
                                        .clearSelfWakes()
                                        .clearScheduledTime()
                                        .build()));
        return old.build();
    }

    @Test
    void watchesASocketInTheFileSystem(@TempDir Path directory) throws Exception {
        try (FakeServer server = FakeServer.at(directory.resolve("console.sock"))) {
            server.sendsAndStays(burning(new FakeConsole(), 0, 6));
            watch(Address.parse("unix://" + directory.resolve("console.sock")), heard -> !heard.findings.isEmpty());
        }

        assertThat(news.ready).singleElement().asString().contains("unix://" + directory);
    }

    @Test
    void refusesASocketThatIsNotThere(@TempDir Path directory) {
        Address nowhere = Address.of(directory.resolve("none"));

        refuses(
                nowhere,
                "nothing answers at " + nowhere + ": is the service running, and is that the socket of its console?");
    }

    @Test
    void startsAnewWhereAnotherProcessAnswers() throws Exception {
        try (FakeServer server = FakeServer.start()) {
            FakeConsole first = new FakeConsole();
            first.spawn(10, 0);
            FakeConsole second = new FakeConsole();
            second.spawn(10, 100);
            server.sends(List.of(first.update(1))).sendsAndStays(List.of(second.update(101)));
            watch(server.address(), heard -> heard.notes.size() >= 2);
        }

        assertThat(news.notes).last().asString().startsWith("another process answers at");
    }

    @Test
    void saysThatEventsWereDroppedAndTasksLeftOut() throws Exception {
        FakeConsole console = new FakeConsole();
        console.spawn(10, 0);
        Update dropped = console.drops(12).update(1);
        Update leftOut = dropped.toBuilder()
                .setTaskUpdate(dropped.getTaskUpdate().toBuilder().clearNewTasks())
                .build();
        try (FakeServer server = FakeServer.start()) {
            server.sendsAndStays(List.of(leftOut));
            watch(server.address(), heard -> heard.notes.size() >= 2);
        }

        assertThat(news.notes)
                .containsExactly(
                        "the service's console has dropped 12 events, its buffer was full: what depends on them is"
                                + " partial",
                        "the console has left 1 of its tasks out (too many for one message, or dropped): nothing can be"
                                + " said of those");
    }

    @Test
    void passesOverAnUpdateWithoutATime() throws Exception {
        FakeConsole console = new FakeConsole();
        console.spawn(10, 0);
        try (FakeServer server = FakeServer.start()) {
            server.sendsAndStays(List.of(Update.getDefaultInstance(), console.update(1)));
            watch(server.address(), heard -> heard.watch.updates() == 1);
        }

        assertThat(news.ready).hasSize(1);
    }

    @Test
    void refusesWhereNothingListens() throws Exception {
        try (Socket silent = new Socket()) {
            silent.bind(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), 0)); // and does not listen: so nobody else can
            int port = silent.getLocalPort();

            refuses(
                    new Address("127.0.0.1", port),
                    "nothing answers at http://127.0.0.1:" + port
                            + ": is the service running, and built with console-subscriber and tokio_unstable?");
        }
    }

    @Test
    void refusesAnHttpServer() throws Exception {
        refusesAnswer(
                "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII),
                "answers, but not in gRPC: is it the port of console-subscriber?");
    }

    @Test
    void refusesATlsPort() throws Exception {
        refusesAnswer(new byte[] {21, 3, 3, 0, 2, 2, 70}, "speaks TLS, which tokio-console's protocol does not");
    }

    @Test
    void refusesNonsense() throws Exception {
        byte[] nonsense = new byte[256];
        Arrays.fill(nonsense, (byte) 0xa5);
        refusesAnswer(nonsense, "answers, but not in gRPC");
    }

    @Test
    void refusesAConsoleWhoseFirstMessageIsNone() throws Exception {
        try (FakeServer server = FakeServer.start()) {
            server.sendsRaw(List.of(new byte[] {-1, -1, -1, -1}));
            refuses(server.address(), server.address() + " sends what is no update of tokio-console");
        }
    }

    @Test
    void refusesAConsoleWhoseFirstTaskIsNone() throws Exception {
        byte[] statsThatEndTooEarly = {0x0a, 2, 8, 1, 0x12, 4, 0x1a, 2, 0x12, 100};
        try (FakeServer server = FakeServer.start()) {
            server.sendsRaw(List.of(statsThatEndTooEarly));
            refuses(server.address(), server.address() + " sends what is no update of tokio-console");
        }
    }

    @Test
    void countsItsTimeFromTheFirstUpdateOn() throws Exception {
        try (FakeServer server = FakeServer.start()) {
            server.sendsAfter(A_MOMENT.multipliedBy(2), List.of(new FakeConsole().update(1)));
            Watch watch = new Watch(server.address(), news);
            long start = System.nanoTime();
            watch.watch(A_MOMENT, LONG);

            assertThat(watch.updates()).isEqualTo(1);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(A_MOMENT.multipliedBy(3));
        }
    }

    @Test
    void refusesAServiceThatServesSomethingElse() throws Exception {
        BindableService another =
                () -> ServerServiceDefinition.builder("com.acme.Greeter").build();
        try (FakeServer server = FakeServer.serving(another)) {
            refuses(
                    server.address(),
                    server.address()
                            + " speaks gRPC, but serves no tokio-console: is it the port of console-subscriber?");
        }
    }

    @Test
    void refusesAPortWhereNobodySaysAWord() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Address address = new Address("127.0.0.1", silent.getLocalPort());
            assertThatThrownBy(() -> new Watch(address, news).watch(A_MOMENT, A_MOMENT))
                    .isInstanceOf(Unreachable.class)
                    .hasMessage(address + " has accepted the connection and sent no update: is its console paused?");
        }
    }

    @Test
    void refusesAConsoleThatSendsNothing() throws Exception {
        try (FakeServer server = FakeServer.start()) {
            server.sendsAndStays(List.of());
            assertThatThrownBy(() -> new Watch(server.address(), news).watch(A_MOMENT, A_MOMENT))
                    .isInstanceOf(Unreachable.class)
                    .hasMessageEndingWith("has accepted the connection and sent no update: is its console paused?");
        }
    }

    private void refusesAnswer(byte[] answer, String sentence) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> answerAll(server, answer), "answers");
            thread.setDaemon(true);
            thread.start();
            Address address = new Address("127.0.0.1", server.getLocalPort());
            refuses(address, address + " " + sentence);
        }
    }

    private static void answerAll(ServerSocket server, byte[] answer) {
        while (!server.isClosed()) {
            try (Socket client = server.accept();
                    InputStream in = client.getInputStream()) {
                client.getOutputStream().write(answer);
                client.shutdownOutput();
                in.readAllBytes();
            } catch (IOException e) {
                // the client has hung up, or the test is over
            }
        }
    }

    private void refuses(Address address, String sentence) {
        assertThatThrownBy(() -> new Watch(address, news).watch(LONG))
                .isInstanceOf(Unreachable.class)
                .hasMessageStartingWith(sentence);
    }

    private static List<Update> burning(FakeConsole console, int from, int seconds) {
        FakeTask task = console.spawn(10, from);
        List<Update> updates = new ArrayList<>();
        for (int at = from + 1; at <= from + seconds; at++) {
            task.polled(50_000, at - 1, 0.004, at - 0.01).wokenByItself(50_000, at - 0.01);
            updates.add(console.update(at));
        }
        return updates;
    }

    private void watch(Address address, Predicate<News> enough) throws Exception {
        news.enough = enough;
        news.address = address;
        Watch watch = new Watch(address, news);
        news.watch = watch;
        watch.watch(LONG);
    }

    /** Ends the watch as soon as enough has been heard. */
    private static final class News implements Watch.News {
        final List<String> ready = new CopyOnWriteArrayList<>();
        final List<String> notes = new CopyOnWriteArrayList<>();
        final List<Finding> findings = new CopyOnWriteArrayList<>();
        Predicate<News> enough = heard -> false;
        Address address = Address.USUAL;
        Watch watch = new Watch(address, this);

        @Override
        public void ready(String sentence) {
            ready.add(sentence);
        }

        @Override
        public void note(String sentence) {
            notes.add(sentence);
            heard();
        }

        @Override
        public void finding(Finding finding) {
            findings.add(finding);
            heard();
        }

        @Override
        public void update() {
            heard();
        }

        private void heard() {
            if (enough.test(this)) {
                watch.stop();
            }
        }
    }
}
