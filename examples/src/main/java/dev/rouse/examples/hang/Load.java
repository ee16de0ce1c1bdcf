package dev.rouse.examples.hang;

import dev.rouse.examples.story.Arguments;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A bounded load generator for the gateway, on one thread.
 *
 * <p>By default it is open: {@code --rate N} requests a second for {@code --seconds S}, sent when they are due whether
 * or not earlier ones were answered. With {@code --one-at-a-time} it sends {@code --requests N}, each after the answer
 * to the one before. {@code --hold S} keeps the connections open for so long after the result, and sends some more one
 * at a time.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what is scheduled reports to the tally
public final class Load {
    /** Some requests a second that one client at a time gets through in less than a second: 60 take about 0.8 s. */
    private static final int CALM_RATE = 60;

    private final LoadPlan plan;
    private final EventLoop loop;
    private final Tally tally = new Tally();
    private final Connections connections;
    private final CompletableFuture<String> result = new CompletableFuture<>();
    private int sent;
    private long begin;

    private Load(LoadPlan plan, EventLoop loop) {
        this.plan = plan;
        this.loop = loop;
        this.connections = new Connections(loop, plan.port(), tally);
    }

    public static void main(String[] args) throws InterruptedException {
        try {
            run(LoadPlan.of(Arguments.of(LoadPlan.OPTIONS, args)));
        } catch (IllegalArgumentException e) {
            Arguments.refuse(e);
        }
    }

    private static void run(LoadPlan plan) throws InterruptedException {
        NioEventLoopGroup loops = new NioEventLoopGroup(1);
        try {
            System.out.println(start(plan, loops.next()).join());
            if (plan.hold() > 0) {
                hold(plan, loops.next());
            }
        } finally {
            loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    /**
     * Keeps the connections that hang, and shows meanwhile how the service does for a client that is not in a hurry.
     */
    private static void hold(LoadPlan plan, EventLoop loop) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        loop.schedule(over::countDown, plan.hold(), TimeUnit.SECONDS);
        LoadPlan calm = LoadPlan.oneAtATime(plan.port(), CALM_RATE * plan.hold());
        System.out.println("since then, one at a time: "
                + start(calm, loop)
                        .completeOnTimeout("no result", plan.hold(), TimeUnit.SECONDS)
                        .join());
        over.await();
    }

    /** Starts the load on {@code loop}; the future is its one line of result. */
    static CompletableFuture<String> start(LoadPlan plan, EventLoop loop) {
        Load load = new Load(plan, loop);
        loop.execute(plan.oneAtATime() ? load::sendNext : load::warmUp);
        return load.result;
    }

    /** One request that does not count: it loads the client's own classes, whose time is not the service's. */
    private void warmUp() {
        new Connections(loop, plan.port(), new Tally()).send(new Call(0, System.nanoTime()), () -> {
            begin = System.nanoTime();
            sendWhatIsDue();
        });
    }

    private void sendWhatIsDue() {
        while (sent < plan.total() && dueNanos(sent) <= System.nanoTime()) {
            connections.send(new Call(sent, dueNanos(sent)), this::endIfAllEnded);
            sent++;
        }
        if (sent < plan.total()) {
            loop.schedule(this::sendWhatIsDue, dueNanos(sent) - System.nanoTime(), TimeUnit.NANOSECONDS);
        } else {
            loop.schedule(this::end, Tally.PATIENCE_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    private long dueNanos(int number) {
        return begin + TimeUnit.SECONDS.toNanos(1) * number / plan.rate();
    }

    private void endIfAllEnded() {
        if (sent == plan.total() && tally.allEnded()) {
            end();
        }
    }

    private void sendNext() {
        if (sent == plan.total()) {
            end();
            return;
        }
        Call call = new Call(sent, System.nanoTime());
        sent++;
        // The next one follows the answer, or goes out on another connection once this one counts as hung.
        CompletableFuture<Void> next = new CompletableFuture<>();
        next.thenRunAsync(this::sendNext, loop);
        connections.send(call, () -> next.complete(null));
        loop.schedule(() -> next.complete(null), Tally.PATIENCE_NANOS, TimeUnit.NANOSECONDS);
    }

    private void end() {
        result.complete(tally.line());
    }
}
