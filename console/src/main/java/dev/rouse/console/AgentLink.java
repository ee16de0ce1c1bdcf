package dev.rouse.console;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.StackKind;
import dev.rouse.engine.record.SitesCodec;
import dev.rouse.engine.record.SourceCodec;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.util.Base64;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one agent: {@code rouse 1 TOKEN PID}, then {@code ready}, {@code note}, {@code finding},
 * {@code source}, {@code sites}, {@code stack}, {@code refused} and {@code bye}, a line each; {@code stop} is all that
 * it is told. Who does not know the token is dropped unheard.
 */
final class AgentLink {
    private static final String VERSION = "1";
    private static final int GREETING_MS = 5_000;

    private final Socket socket;
    private final AgentNews news;
    private volatile long pid;
    private volatile Phase phase = Phase.CONNECTED;
    private volatile String word = "";
    private volatile boolean open = true;

    /** How far an agent has come. */
    enum Phase {
        CONNECTED,
        READY,
        REFUSED,
        LEFT
    }

    AgentLink(Socket socket, AgentNews news) {
        this.socket = socket;
        this.news = news;
    }

    long pid() {
        return pid;
    }

    Phase phase() {
        return phase;
    }

    /** The sentence that came with the phase. */
    String word() {
        return word;
    }

    boolean isOpen() {
        return open;
    }

    /** Whether it has not yet said who it is, and may still do so. */
    boolean isUnheard() {
        return open && pid == 0;
    }

    /** Asks the agent to look a last time and leave. */
    void stop() {
        try {
            socket.getOutputStream().write("stop\n".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            close();
        }
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            open = false;
        }
    }

    /** Hears the agent until the connection ends. */
    void hear(String token, Runnable changed) {
        try (socket) {
            WireLines lines = new WireLines(socket.getInputStream());
            if (greeted(lines, token)) {
                changed.run();
                socket.setSoTimeout(0);
                for (WireLines.Line line = lines.next(); line != null; line = lines.next()) {
                    take(line);
                    changed.run();
                }
            }
        } catch (IOException e) {
            // A JVM that is killed may reset its connection: the phase tells how far the agent came.
            open = false;
        } finally {
            open = false;
            changed.run();
        }
    }

    private boolean greeted(WireLines lines, String token) throws IOException {
        socket.setSoTimeout(GREETING_MS);
        WireLines.Line line = lines.next();
        String[] words =
                line == null || !line.whole() ? new String[0] : line.text().split(" ", -1);
        if (words.length != 4 || !words[0].equals("rouse") || !same(words[2], token)) {
            return false;
        }
        if (!words[1].equals(VERSION)) {
            news.note(0, "an agent of another version of Rouse was not heard: take both jars from one build");
            return false;
        }
        return isPid(words[3]);
    }

    private boolean isPid(String text) {
        try {
            pid = Long.parseLong(text);
            return pid > 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Takes as long for any wrong token. */
    private static boolean same(String given, String token) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    private void take(WireLines.Line line) {
        if (!line.whole()) {
            news.note(pid, "the agent's last word was cut off, so something may be missing: " + start(line.text()));
            return;
        }
        int space = line.text().indexOf(' ');
        String rest = space < 0 ? "" : line.text().substring(space + 1);
        switch (space < 0 ? line.text() : line.text().substring(0, space)) {
            case "ready" -> {
                enter(Phase.READY, rest);
                news.ready(pid, rest);
            }
            case "note" -> news.note(pid, rest);
            case "finding" -> finding(rest);
            case "source" -> recorded(rest, bytes -> news.source(SourceCodec.read(bytes)));
            case "sites" -> recorded(rest, bytes -> news.sites(SitesCodec.read(bytes)));
            case "stack" -> stack(rest);
            case "refused" -> {
                enter(Phase.REFUSED, rest);
                news.refused(pid, rest);
            }
            case "bye" -> enter(Phase.LEFT, rest);
            default -> news.note(pid, "the agent said something that is not understood: " + start(line.text()));
        }
    }

    /** A refused agent says goodbye as well; that it refused is what counts. */
    private void enter(Phase next, String text) {
        if (phase != Phase.REFUSED) {
            word = text;
            phase = next;
        }
    }

    private void finding(String json) {
        Finding finding = read(json);
        if (finding != null) {
            news.finding(pid, finding);
        }
    }

    private void recorded(String base64, Consumer<byte[]> reader) {
        try {
            reader.accept(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException | DateTimeException e) {
            news.note(
                    pid,
                    "what the agent has seen at its sites could not be read and is not recorded: " + e.getMessage());
        }
    }

    /** {@code KIND WEIGHT FOLDED}. */
    private void stack(String text) {
        String[] words = text.split(" ", 3);
        try {
            news.stack(pid, StackKind.of(words[0]), Long.parseLong(words[1]), words[2]);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            news.note(pid, "a stack of the agent could not be read: " + start(text));
        }
    }

    private @Nullable Finding read(String json) {
        try {
            return FindingJson.read(json);
        } catch (IllegalArgumentException e) {
            news.note(pid, "a finding of the agent could not be read, " + e.getMessage() + ": " + start(json));
            return null;
        }
    }

    private static String start(String text) {
        return Sentences.oneLine(text.length() <= 60 ? text : text.substring(0, 60) + "...");
    }
}
