package dev.rouse.agent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that lie unread in TCP connections, and the connections that wait to be accepted, as Linux lists them in
 * {@code /proc/self/net} (proc(5)); empty where there is no such list.
 */
final class Unread {
    /** To be taken where nothing was looked at. */
    static final Unread NOTHING = new Unread(Map.of());

    private final Map<String, Long> byPorts;

    private Unread(Map<String, Long> byPorts) {
        this.byPorts = byPorts;
    }

    static Unread read() {
        try {
            Map<String, Long> byPorts = new HashMap<>();
            for (String table : List.of("tcp", "tcp6")) {
                Path file = Path.of("/proc/self/net", table);
                if (Files.exists(file)) {
                    Files.readAllLines(file).forEach(line -> add(line, byPorts));
                }
            }
            return new Unread(byPorts);
        } catch (IOException | RuntimeException e) {
            return NOTHING;
        }
    }

    private static void add(String line, Map<String, Long> byPorts) {
        String[] field = line.trim().split("\\s+", 6);
        int queues = field.length > 5 ? field[4].indexOf(':') : -1;
        if (queues < 0 || field[4].endsWith(":00000000")) {
            return;
        }
        long unread = Long.parseLong(field[4].substring(queues + 1), 16);
        byPorts.merge(port(field[1]) + " " + port(field[2]), unread, Math::max);
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
    }

    /** Bytes that lie in a connection, by both its ends; in a listening socket, which has no other, connections. */
    long in(@Nullable Object local, @Nullable Object remote) {
        if (!(local instanceof InetSocketAddress here)) {
            return 0;
        }
        int there = remote instanceof InetSocketAddress address ? address.getPort() : 0;
        return byPorts.getOrDefault(here.getPort() + " " + there, 0L);
    }
}
