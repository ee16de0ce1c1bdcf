package dev.rouse.agent;

import dev.rouse.engine.model.Fact;
import dev.rouse.engine.source.Event;
import dev.rouse.probe.Lane;
import dev.rouse.probe.Lanes;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for connections that nobody will read any more: Netty has promised to read them by itself, bytes lie there, its
 * loop has nothing to do, and it does not wait for their readiness. Who reads on purpose only when he is ready says so
 * by switching that promise off.
 */
final class ReadWatch {
    /** So long it must be so, at each look: whoever holds a read back for a moment has asked for it by then. */
    private static final long HELD_NS = 1_500_000_000L;

    /** To go through the keys of ten thousand connections takes some milliseconds: one part of our time at most. */
    private static final int PART = 500;

    /** The first looks load and compile our own classes, which says nothing about the next. */
    private static final int COLD = 8;

    /** What {@code ChannelHandlerMask} calls a handler that takes part in reading. */
    private static final long MASK_READ = 1 << 14;

    private final Consumer<Event> events;
    private final Fields fields;
    private final Behind behind;
    private IdentityHashMap<Object, Starving> starving = new IdentityHashMap<>();
    private int looks;
    private long nextLook = System.nanoTime();

    ReadWatch(Consumer<Event> events, Fields fields) {
        this.events = events;
        this.fields = fields;
        this.behind = new Behind(fields);
    }

    /** One connection whose reading is off. */
    private static final class Starving {
        long since;
        long unread;
        boolean told;

        Starving(long since) {
            this.since = since;
        }
    }

    void sweep(long now) {
        if (now - nextLook < 0) {
            return;
        }
        long start = System.nanoTime();
        IdentityHashMap<Object, Lane> off = new IdentityHashMap<>();
        Lanes.look(lane -> {
            if (lane.isInside() && lane.loop() instanceof Selector selector) {
                switchedOff(behind.keys(selector)).forEach(key -> off.put(key, lane));
            }
        });
        compare(off, now);
        looks++;
        nextLook = looks < COLD ? now : now + (System.nanoTime() - start) * PART;
    }

    /** The keys of connections that Netty shall read by itself, and that are not asked about. */
    private List<Object> switchedOff(Collection<?> keys) {
        List<Object> off = new ArrayList<>();
        for (Object key : keys) {
            if ((fields.number(key, "interestOps", SelectionKey.OP_READ) & SelectionKey.OP_READ) == 0) {
                Object channel = channel(key);
                boolean shallRead = fields.number(fields.get(channel, "config"), "autoRead", 0) == 1
                        && fields.number(channel, "readPending", 1) == 0
                        && fields.number(channel, "registered", 0) == 1
                        && fields.number(channel, "inputClosedSeenErrorOnRead", 0) == 0;
                if (shallRead) {
                    off.add(key);
                }
            }
        }
        return off;
    }

    /** Netty's channel behind a key: what is attached to it (4.1), or what stands behind that (4.2). */
    private @Nullable Object channel(Object key) {
        Object attached = fields.get(key, "attachment");
        Object channel = Fields.isA(attached, "netty.channel.nio.AbstractNioChannel")
                ? attached
                : fields.get(fields.get(attached, "handle"), "this$0");
        return Fields.isA(channel, "netty.channel.nio.AbstractNioChannel") ? channel : null;
    }

    private void compare(IdentityHashMap<Object, Lane> off, long now) {
        IdentityHashMap<Object, Starving> still = new IdentityHashMap<>();
        Unread unread = off.isEmpty() ? Unread.NOTHING : Unread.read();
        off.forEach((key, lane) -> {
            Object socket = fields.get(key, "channel");
            long bytes = unread.in(fields.get(socket, "localAddress"), fields.get(socket, "remoteAddress"));
            if (bytes > 0) {
                Starving known = starving.getOrDefault(key, new Starving(now));
                known.since = bytes < known.unread ? now : known.since;
                known.unread = bytes;
                still.put(key, known);
                judge(known, key, lane, String.valueOf(fields.get(socket, "remoteAddress")), now);
            }
        });
        starving = still;
    }

    private void judge(Starving known, Object key, Lane lane, String address, long now) {
        Object channel = channel(key);
        Thread thread = lane.get();
        if (known.told || channel == null || thread == null || now - known.since < HELD_NS) {
            return;
        }
        known.told = true;
        events.accept(new Event.BreachSeen(
                now,
                Fact.READS_OFF,
                channel.getClass().getName(),
                null,
                inTheWay(channel),
                now - known.since,
                1,
                known.unread,
                address.substring(address.lastIndexOf('/') + 1)));
    }

    /** The handlers of its pipeline through which its reads go, from its user's end on, as frames. */
    private List<StackTraceElement> inTheWay(Object channel) {
        List<StackTraceElement> handlers = new ArrayList<>();
        Object pipeline = fields.get(channel, "pipeline");
        Object head = fields.get(pipeline, "head");
        Object context = fields.get(fields.get(pipeline, "tail"), "prev");
        for (int i = 0; context != null && context != head && i < 100; i++) {
            Object handler = fields.get(context, "handler");
            if (handler != null && (fields.number(context, "executionMask", 0) & MASK_READ) != 0) {
                handlers.add(new StackTraceElement(handler.getClass().getName(), "read", null, -1));
            }
            context = fields.get(context, "prev");
        }
        return handlers;
    }
}
