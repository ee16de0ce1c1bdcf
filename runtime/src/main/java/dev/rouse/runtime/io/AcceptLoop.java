package dev.rouse.runtime.io;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Core;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.WakerSlot;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Accepts on one socket for ever, for one core or for several in turn. */
final class AcceptLoop implements Future<Void> {
    private static final System.Logger LOG = System.getLogger("dev.rouse.runtime");

    /** A pause after a failure: a process without free file descriptors would fail again and again at once. */
    private static final int PAUSE_MS = 100;

    private final TcpListener listener;
    private final List<Core> served;
    private final Function<? super TcpStream, ? extends Future<? extends @Nullable Object>> handler;
    private final WakerSlot paused = new WakerSlot();
    private volatile boolean pausing;
    private int next;

    AcceptLoop(
            TcpListener listener,
            List<Core> served,
            Function<? super TcpStream, ? extends Future<? extends @Nullable Object>> handler) {
        this.listener = listener;
        this.served = served;
        this.handler = handler;
    }

    @Override
    public Poll<Void> poll(Context context) {
        while (true) {
            if (pausing) {
                paused.arm(context);
                if (pausing) {
                    return Poll.pending();
                }
            }
            try {
                SocketChannel channel = listener.pollChannel(context);
                if (channel == null) {
                    return Poll.pending();
                }
                deal(channel);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "no connection can be accepted; trying again", e);
                pause();
            }
        }
    }

    private void pause() {
        pausing = true;
        CompletableFuture.delayedExecutor(PAUSE_MS, TimeUnit.MILLISECONDS).execute(() -> {
            pausing = false;
            paused.fire();
        });
    }

    private void deal(SocketChannel channel) throws IOException {
        Core core = served.get(next++ % served.size());
        if (core == Core.current()) {
            begin(core, channel);
            return;
        }
        try {
            core.execute(() -> begin(core, channel));
        } catch (RejectedExecutionException e) {
            channel.close();
        }
    }

    /** On the connection's core. */
    private void begin(Core core, SocketChannel channel) {
        try {
            core.spawn(handler.apply(TcpStream.of(channel)));
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a connection was closed: it could not be handled", e);
            closeQuietly(channel);
        }
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a socket did not close", e);
        }
    }

    @Override
    public void drop() {
        listener.close();
    }
}
