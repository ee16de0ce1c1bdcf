package dev.rouse.agent;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.StackKind;
import dev.rouse.engine.record.Entry;
import dev.rouse.engine.record.SitesCodec;
import dev.rouse.engine.record.SourceCodec;
import dev.rouse.engine.report.JsonReport;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Speaks to the console that started or attached the agent, over a connection that the agent opens on loopback. When it
 * ends, for whatever reason, the agent leaves.
 */
final class ConsoleOutlet implements Outlet {
    private static final int CONNECT_MS = 5_000;

    private final Socket socket;
    private final BufferedWriter out;
    private final BufferedReader in;
    private boolean broken;

    private ConsoleOutlet(Socket socket, String token) throws IOException {
        this.socket = socket;
        out = new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8));
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        send("rouse 1 " + token + " " + ProcessHandle.current().pid());
    }

    static ConsoleOutlet connect(int port, String token) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS);
        socket.setTcpNoDelay(true);
        return new ConsoleOutlet(socket, token);
    }

    private void send(String line) {
        send(List.of(line));
    }

    private synchronized void send(List<String> lines) {
        try {
            for (String line : lines) {
                out.write(line.replace('\n', ' ').replace('\r', ' '));
                out.write('\n');
            }
            out.flush();
        } catch (IOException e) {
            broken = true;
        }
    }

    @Override
    public void ready(String text) {
        send("ready " + text);
    }

    @Override
    public void note(String text) {
        send("note " + text);
    }

    @Override
    public void finding(Finding finding) {
        send("finding " + JsonReport.line(finding));
    }

    @Override
    public void source(Entry.Source source) {
        send("source " + Base64.getEncoder().encodeToString(SourceCodec.alone(source)));
    }

    @Override
    public void sites(Entry.Sites sites) {
        send("sites " + Base64.getEncoder().encodeToString(SitesCodec.alone(sites)));
    }

    @Override
    public void stacks(StackKind kind, Map<String, Long> growth) {
        if (!growth.isEmpty()) {
            send(growth.entrySet().stream()
                    .map(stack -> "stack " + kind.id() + " " + stack.getValue() + " " + stack.getKey())
                    .toList());
        }
    }

    /** Reads only what has come already: {@code stop}, or the end of the connection. */
    @Override
    public boolean asksToLeave() {
        try {
            socket.setSoTimeout(1);
            String line = in.readLine();
            return line == null || line.equals("stop");
        } catch (java.net.SocketTimeoutException e) {
            return broken;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void bye(String text) {
        send("bye " + text);
    }

    @Override
    public void refused(String text) {
        send("refused " + text);
    }

    @Override
    public int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            broken = true;
        }
    }
}
