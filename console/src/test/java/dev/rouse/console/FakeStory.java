package dev.rouse.console;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plays a story: says to the console what an agent would, with the finding that lies beside its jar, if any. */
public final class FakeStory {
    private static final Pattern OPTIONS = Pattern.compile("-javaagent:.*=.*console\\.port=(\\d+).*");
    private static final Pattern TOKEN = Pattern.compile("console\\.token=([^,]+)");

    private FakeStory() {}

    public static void play(String[] arguments) throws IOException {
        List<String> all = List.of(arguments);
        Path finding = Path.of(System.getProperty("java.class.path")).resolveSibling("finding");
        Matcher port = OPTIONS.matcher(all.get(all.size() - 1));
        Matcher token = TOKEN.matcher(all.get(all.size() - 1));
        if (!port.matches() || !token.find() || !all.get(all.size() - 2).equals("--")) {
            throw new IllegalArgumentException("unexpected arguments: " + all);
        }
        try (Socket console = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port.group(1)))) {
            say(
                    console,
                    "rouse 1 " + token.group(1) + " " + ProcessHandle.current().pid());
            say(console, "ready watching");
            if (Files.exists(finding)) {
                say(console, "finding " + Files.readString(finding));
            }
            say(console, "bye nothing is left");
        }
    }

    private static void say(Socket console, String line) throws IOException {
        OutputStream out = console.getOutputStream();
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
