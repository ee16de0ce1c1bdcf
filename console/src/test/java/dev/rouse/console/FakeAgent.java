package dev.rouse.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An agent that only talks, in a child JVM: it is ready, has one finding, and leaves when it is asked to. The host's
 * property {@code fake} changes that: {@code halt}, {@code refuse}, {@code mute}.
 */
public final class FakeAgent {
    private FakeAgent() {}

    public static void premain(String options) throws IOException {
        agentmain(options);
    }

    public static void agentmain(String options) throws IOException {
        String part = System.getProperty("fake", "");
        Socket console = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(value(options, "console.port")));
        say(
                console,
                "rouse 1 " + value(options, "console.token") + " "
                        + ProcessHandle.current().pid());
        if (part.equals("refuse")) {
            say(console, "refused the agent needs a quieter host");
            console.close();
        } else if (!part.equals("mute")) {
            say(console, "ready watching");
            say(console, "finding " + System.getProperty("finding"));
            if (options.contains("record=true")) {
                say(console, System.getProperty("recorded", "").replace('|', '\n'));
            }
        }
        if (part.equals("halt")) {
            Runtime.getRuntime().halt(4);
        }
        if (!console.isClosed()) {
            Thread thread = new Thread(() -> leaveWhenAsked(console));
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void leaveWhenAsked(Socket console) {
        try (console) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(console.getInputStream(), StandardCharsets.UTF_8));
            @Nullable String line = in.readLine();
            say(console, "stop".equals(line) ? "bye nothing is left" : "note the console went away");
        } catch (IOException e) {
            System.err.println("fake agent: " + e);
        }
    }

    private static void say(Socket console, String line) throws IOException {
        OutputStream out = console.getOutputStream();
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String value(String options, String key) {
        for (String option : options.split(",", -1)) {
            if (option.startsWith(key + "=")) {
                return option.substring(key.length() + 1);
            }
        }
        throw new IllegalArgumentException(key + " is not in " + options);
    }
}
