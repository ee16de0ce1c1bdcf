package dev.rouse.proofs.overhead;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The agent's stay in a running JVM, with ourselves as its console. */
final class Visit implements AutoCloseable {
    private static final int PATIENCE_MS = 30_000;

    private final Socket socket;
    private final BufferedReader lines;
    private final List<String> unexpected = new ArrayList<>();

    private Visit(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MS);
        this.lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        readUntil("ready ");
    }

    static Visit begin(long pid, Path agent) throws IOException {
        try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            door.setSoTimeout(PATIENCE_MS);
            VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
            try {
                machine.loadAgent(agent.toString(), "console.port=" + door.getLocalPort() + ",console.token=0");
            } finally {
                machine.detach();
            }
            return new Visit(door.accept());
        } catch (AttachNotSupportedException | AgentLoadException | AgentInitializationException e) {
            throw new IOException("cannot attach to " + pid, e);
        }
    }

    private void readUntil(String start) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(start)) {
                return;
            }
            if (!line.startsWith("rouse 1 ")) {
                unexpected.add(line);
            }
        }
        throw new IOException("the agent left without a line that starts with " + start + "after " + unexpected);
    }

    /** What it said beside the greeting and its leave. */
    List<String> unexpected() {
        return List.copyOf(unexpected);
    }

    /** Asks it to leave, and waits until it has. */
    @Override
    public void close() throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write("stop\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
        readUntil("bye ");
        socket.close();
    }
}
