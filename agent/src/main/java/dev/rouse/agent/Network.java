package dev.rouse.agent;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of this process, as Linux lists them under {@code /proc/self} (proc(5)): which listen, which lead out of
 * the process, and in which received bytes lie unread.
 *
 * @param known whether they could be listed
 */
record Network(boolean known, int listeners, int outside, int inside, List<String> unread) {
    /** Not looked at, or not to be had on this system. */
    static final Network UNKNOWN = new Network(false, 0, 0, 0, List.of());

    private static final String ESTABLISHED = "01";
    private static final String CLOSED_HERE = "04 05 06 07 0B";
    private static final String LISTEN = "0A";

    /** Local ports of ours besides, which do not count either. */
    private static final Set<Integer> OURS = ConcurrentHashMap.newKeySet();

    private record Tcp(String local, String remote, String state, long unsent, long unread) {}

    /** Leaves this local port out from now on, as the agent's own. */
    static void leaveOut(int port) {
        OURS.add(port);
    }

    /** @param ourPort local port of the agent's own connection, which does not count; 0 when it has none */
    static Network read(int ourPort) {
        try {
            Set<String> inodes = inodes();
            List<Tcp> tcp = new ArrayList<>();
            collect("tcp", inodes, tcp);
            collect("tcp6", inodes, tcp);
            tcp.removeIf(socket -> port(socket.local()) == ourPort || OURS.contains(port(socket.local())));
            List<Tcp> udp = new ArrayList<>();
            collect("udp", inodes, udp);
            collect("udp6", inodes, udp);
            return sort(tcp, udp.size(), connectedUnix(inodes));
        } catch (IOException | RuntimeException e) {
            return UNKNOWN;
        }
    }

    /**
     * Sockets of the Unix domain with a live other end, wherever that is: the kernel counts it as a third reference.
     * The JDK keeps halves of socket pairs whose other half is closed; on these nothing arrives.
     */
    private static int connectedUnix(Set<String> inodes) throws IOException {
        Path file = Path.of("/proc/self/net/unix");
        int connected = 0;
        for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
            String[] field = line.trim().split("\\s+", -1);
            if (field.length > 6
                    && inodes.remove(field[6])
                    && field[5].equals("03")
                    && Integer.parseInt(field[1], 16) > 2) {
                connected++;
            }
        }
        return connected;
    }

    private static Set<String> inodes() throws IOException {
        Set<String> inodes = new HashSet<>();
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path fd : open) {
                String target = target(fd);
                boolean standard = fd.getFileName().toString().matches("[012]");
                if (target != null && !standard && target.startsWith("socket:[")) {
                    inodes.add(target.substring(8, target.length() - 1));
                }
            }
        }
        return inodes;
    }

    private static @Nullable String target(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString();
        } catch (IOException e) {
            return null;
        }
    }

    /** Moves the sockets of one table out of {@code inodes}. */
    private static void collect(String table, Set<String> inodes, List<Tcp> sockets) throws IOException {
        Path file = Path.of("/proc/self/net", table);
        if (!Files.exists(file)) {
            return;
        }
        for (String line : Files.readAllLines(file)) {
            String[] field = line.trim().split("\\s+", -1);
            if (field.length > 9 && inodes.remove(field[9])) {
                String[] queues = field[4].split(":", -1);
                sockets.add(new Tcp(
                        plain(field[1]),
                        plain(field[2]),
                        field[3],
                        Long.parseLong(queues[0], 16),
                        Long.parseLong(queues[1], 16)));
            }
        }
    }

    /** An IPv4 address in the table of IPv6 is written as in that of IPv4. */
    private static String plain(String address) {
        return address.startsWith("0000000000000000FFFF0000") ? address.substring(24) : address;
    }

    private static Network sort(List<Tcp> tcp, int udp, int unix) {
        Set<String> ends = new HashSet<>();
        for (Tcp socket : tcp) {
            ends.add(socket.local() + ' ' + socket.remote());
        }
        int listeners = udp;
        int outside = unix;
        int inside = 0;
        List<String> unread = new ArrayList<>();
        for (Tcp socket : tcp) {
            if (socket.state().equals(LISTEN)) {
                listeners++;
            } else if (ends.contains(socket.remote() + ' ' + socket.local())) {
                inside++;
                if (socket.unread() > 0) {
                    unread.add(socket.unread() + " bytes lie unread in the connection " + readable(socket.local())
                            + " -> " + readable(socket.remote()) + ": nobody reads it");
                }
            } else if (socket.state().equals(ESTABLISHED) || !CLOSED_HERE.contains(socket.state())) {
                outside++;
            }
        }
        return new Network(true, listeners, outside, inside / 2, unread);
    }

    private static int port(String hex) {
        return Integer.parseInt(hex.substring(hex.indexOf(':') + 1), 16);
    }

    private static String readable(String hex) {
        int colon = hex.indexOf(':');
        int port = port(hex);
        if (colon != 8) {
            return "[::]:" + port;
        }
        StringBuilder address = new StringBuilder();
        for (int i = 6; i >= 0; i -= 2) {
            address.append(Integer.parseInt(hex.substring(i, i + 2), 16)).append(i > 0 ? "." : ":");
        }
        return address.append(port).toString();
    }
}
