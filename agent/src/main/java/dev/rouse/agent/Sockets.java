package dev.rouse.agent;

import dev.rouse.engine.model.Site;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the connection behind a waiting callback, by reading the fields it captured, breadth first: what lies nearest
 * is the callback's own. Cold path only; reads fields and never calls the host.
 */
final class Sockets {
    private static final int DEPTH = 7;

    /** Objects looked at for one callback, at most. */
    private static final int OBJECTS = 400;

    private final Consumer<Class<?>> opener;
    private final Map<Class<?>, SoftReference<List<Field>>> fields = new WeakHashMap<>();

    /** @param opener makes a class of a named module readable to us */
    Sockets(Consumer<Class<?>> opener) {
        this.opener = opener;
    }

    /** An open connection; refers weakly to it. */
    record Open(WeakReference<Object> socket, String address, boolean multiplexed) {
        boolean isOpen() {
            Object held = socket.get();
            if (held instanceof SelectableChannel channel) {
                return channel.isOpen();
            }
            return held instanceof Socket plain && !plain.isClosed();
        }
    }

    /** The one connection nearest to this object; empty when there is none, or when several lie equally near. */
    List<Open> behind(Object callback) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Object> level = List.of(callback);
        seen.add(callback);
        boolean multiplexed = false;
        for (int depth = 0; depth < DEPTH && !level.isEmpty() && seen.size() < OBJECTS; depth++) {
            List<Open> found = new ArrayList<>();
            List<Object> next = new ArrayList<>();
            for (Object object : level) {
                Open open = open(object, multiplexed);
                multiplexed |= isMultiplexed(object);
                if (open != null) {
                    found.add(open);
                } else {
                    expand(object, seen, next);
                }
            }
            if (!found.isEmpty()) {
                return found.size() == 1 ? List.copyOf(found) : List.of();
            }
            level = next;
        }
        return List.of();
    }

    /** A channel of the host's own class is looked through like any object: asking it would call the host. */
    private static @Nullable Open open(Object object, boolean multiplexed) {
        try {
            boolean jdk = Site.isJdk(object.getClass().getName());
            if (jdk && object instanceof SocketChannel channel && channel.isConnected()) {
                return open(object, channel.getRemoteAddress(), multiplexed);
            }
            if (object.getClass() == Socket.class && ((Socket) object).isConnected()) {
                return open(object, ((Socket) object).getRemoteSocketAddress(), multiplexed);
            }
        } catch (IOException e) {
            return null;
        }
        return null;
    }

    private static @Nullable Open open(Object socket, @Nullable SocketAddress remote, boolean multiplexed) {
        return remote instanceof InetSocketAddress inet && inet.getAddress() != null
                ? new Open(
                        new WeakReference<>(socket),
                        inet.getAddress().getHostAddress() + ":" + inet.getPort(),
                        multiplexed)
                : null;
    }

    /** A connection that carries many requests at once serves the next one whether or not it owes an answer. */
    private static boolean isMultiplexed(Object onTheWay) {
        String type = onTheWay.getClass().getName();
        return type.contains("Http2") || type.contains("http2") || type.contains("Quic");
    }

    private void expand(Object object, Set<Object> seen, List<Object> next) {
        for (Field field : fieldsOf(object.getClass())) {
            Object value = read(field, object);
            if (value != null && leadsOn(value) && seen.size() < OBJECTS && seen.add(value)) {
                next.add(value);
            }
        }
    }

    private List<Field> fieldsOf(Class<?> type) {
        SoftReference<List<Field>> cached = fields.get(type);
        List<Field> known = cached == null ? null : cached.get();
        if (known == null) {
            known = readable(type);
            fields.put(type, new SoftReference<>(known));
        }
        return known;
    }

    private static @Nullable Object read(Field field, Object object) {
        try {
            return field.get(object);
        } catch (IllegalAccessException e) {
            return null;
        }
    }

    /** What many connections share leads to the wrong one: executors, threads, loaders, locks, collections. */
    private static boolean leadsOn(Object value) {
        return !(value instanceof Executor
                || value instanceof Thread
                || value instanceof ClassLoader
                || value instanceof Class
                || value instanceof Lock
                || value instanceof Collection
                || value instanceof Map
                || value instanceof CharSequence
                || value instanceof Number
                || value instanceof ThreadLocal
                || value.getClass().isArray()
                || value.getClass().isEnum());
    }

    private List<Field> readable(Class<?> type) {
        List<Field> readable = new ArrayList<>();
        if (isContext(type)) {
            return List.of();
        }
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            addReadable(c, readable);
        }
        return List.copyOf(readable);
    }

    /** The context of a coroutine, its job included, leads to all the others of its scope. */
    private static boolean isContext(@Nullable Class<?> type) {
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            for (Class<?> implemented : c.getInterfaces()) {
                if (implemented.getName().endsWith("kotlin.coroutines.CoroutineContext") || isContext(implemented)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void addReadable(Class<?> type, List<Field> readable) {
        try {
            opener.accept(type);
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    readable.add(field);
                }
            }
        } catch (InaccessibleObjectException | LinkageError e) {
            // a class that is closed to us: what lies behind it stays unseen
            return;
        }
    }
}
