package dev.rouse.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConsoleOutletTest {
    private final ServerSocket console = listen();
    private final ConsoleOutlet outlet = connect(console);
    private Socket connection = new Socket();

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new IllegalStateException("cannot listen on loopback", e);
        }
    }

    private static ConsoleOutlet connect(ServerSocket console) {
        try {
            return ConsoleOutlet.connect(console.getLocalPort(), "c0ffee");
        } catch (IOException e) {
            throw new IllegalStateException("cannot connect on loopback", e);
        }
    }

    @BeforeEach
    void accepts() throws IOException {
        connection = console.accept();
        connection.setSoTimeout(20_000);
    }

    @AfterEach
    void closes() throws IOException {
        outlet.close();
        connection.close();
        console.close();
    }

    private BufferedReader lines() throws IOException {
        return new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    }

    private void say(String text) throws IOException {
        connection.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private boolean isAskedToLeaveSoon() {
        for (int tries = 0; tries < 5_000; tries++) {
            if (outlet.asksToLeave()) {
                return true;
            }
        }
        return false;
    }

    @Test
    void greetsWithTokenAndProcess() throws IOException {
        assertThat(lines().readLine())
                .isEqualTo("rouse 1 c0ffee " + ProcessHandle.current().pid());
        assertThat(outlet.port()).isEqualTo(connection.getPort());
    }

    @Test
    void saysEachThingInOneLineOfItsOwn() throws IOException {
        outlet.ready("watching \u00fc");
        outlet.note("two\nlines\r\nor three");
        outlet.refused("no");
        outlet.bye("left");

        assertThat(lines().lines().skip(1).limit(4))
                .containsExactly("ready watching \u00fc", "note two lines  or three", "refused no", "bye left");
    }

    @Test
    void staysWhileTheConsoleIsSilentOrSaysSomethingElse() throws IOException {
        assertThat(outlet.asksToLeave()).isFalse();
        say("stopwatch\n");

        assertThat(outlet.asksToLeave()).isFalse();
    }

    @Test
    void leavesWhenTheConsoleSaysStop() throws IOException {
        say("stop\n");

        assertThat(isAskedToLeaveSoon()).isTrue();
    }

    @Test
    void leavesWhenTheConnectionEnds() throws IOException {
        connection.close();

        assertThat(isAskedToLeaveSoon()).isTrue();
    }
}
