package dev.rouse.console;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

/**
 * Where the agents of one session connect: a port on loopback that hears only those who know its random token. Lock
 * order: only its own monitor, never held while news is given.
 */
final class Listener implements AutoCloseable {
    private static final int MOST_LINKS = 64;

    private final ServerSocket server;
    private final AgentNews news;
    private final String token;
    private final List<AgentLink> connected = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    /** The port of our own connection while it waits to be let in; 0 otherwise. */
    private int knocking;

    private Listener(ServerSocket server, AgentNews news) {
        this.server = server;
        this.news = news;
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        token = HexFormat.of().formatHex(random);
    }

    static Listener open(AgentNews news) {
        try {
            Listener listener = new Listener(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()), news);
            start("rouse-listener", listener::accept);
            return listener;
        } catch (IOException e) {
            throw new BadUse("cannot listen on loopback: " + Sentences.reason(e, "") + "; see 'rouse doctor'", e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** Has the agents told this option too, {@code key=value}. */
    Listener asking(String option) {
        asked.add(option);
        return this;
    }

    /** What the agent must be told to find its way here, and what it is asked for. */
    String agentOptions() {
        String way = "console.port=" + port() + ",console.token=" + token;
        return asked.isEmpty() ? way : way + "," + String.join(",", asked);
    }

    /** The agents that have said who they are, those gone again included. */
    synchronized List<AgentLink> agents() {
        return connected.stream().filter(link -> link.pid() > 0).toList();
    }

    /** Waits until the agents are as wished; false when they are not in time. */
    synchronized boolean await(Duration atMost, Predicate<List<AgentLink>> wished) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (!wished.test(agents())) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Asks all agents to leave, and waits until they have; false when one has not in time. */
    boolean stopAll(Duration atMost) throws InterruptedException {
        agents().stream().filter(AgentLink::isOpen).forEach(AgentLink::stop);
        return awaitSilence(atMost);
    }

    /** Waits until no agent is connected any more. */
    boolean awaitSilence(Duration atMost) throws InterruptedException {
        return await(atMost, agents -> agents.stream().noneMatch(AgentLink::isOpen));
    }

    /**
     * Waits until all that have connected by now were let in and have said who they are. Connections are let in one
     * after the other, so our own, which comes last, tells of those before it.
     */
    void letInAll(Duration atMost) throws InterruptedException {
        try (Socket last = new Socket()) {
            last.bind(new InetSocketAddress(server.getInetAddress(), 0));
            knock(last.getLocalPort());
            last.connect(server.getLocalSocketAddress(), (int) atMost.toMillis());
            await(atMost, agents -> knocking == 0 && connected.stream().noneMatch(AgentLink::isUnheard));
        } catch (IOException e) {
            knock(0); // nobody is let in any more
        }
    }

    private synchronized void knock(int port) {
        knocking = port;
    }

    private synchronized boolean isOurOwn(Socket socket) {
        boolean own = socket.getPort() == knocking;
        if (own) {
            knocking = 0;
            notifyAll();
        }
        return own;
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                if (isOurOwn(socket)) {
                    socket.close();
                } else {
                    link(socket);
                }
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                news.note(0, "no more agents can connect: " + Sentences.reason(e, ""));
            }
        }
    }

    private void link(Socket socket) throws IOException {
        AgentLink link = new AgentLink(socket, news);
        if (!add(link)) {
            news.note(0, "one agent more than the " + MOST_LINKS + " that are heard in one session was dropped");
            socket.close();
            return;
        }
        start("rouse-agent-link", () -> {
            link.hear(token, this::changed);
            forgetUnknown(link);
        });
    }

    private synchronized boolean add(AgentLink link) {
        return connected.size() < MOST_LINKS && connected.add(link);
    }

    private synchronized void forgetUnknown(AgentLink link) {
        if (link.pid() == 0) {
            connected.remove(link);
        }
    }

    private synchronized void changed() {
        notifyAll();
    }

    private static void start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        synchronized (this) {
            connected.forEach(AgentLink::close);
        }
    }
}
