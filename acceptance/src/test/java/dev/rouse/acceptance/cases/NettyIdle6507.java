package dev.rouse.acceptance.cases;

import io.netty.util.concurrent.UnorderedThreadPoolEventExecutor;
import java.util.concurrent.TimeUnit;

/**
 * <a href="https://github.com/netty/netty/issues/6507">netty #6507</a>: the notification of the task that
 * {@code UnorderedThreadPoolEventExecutor} wraps each task in is such a task too, so an executor that has done its work
 * keeps one core busy for ever.
 */
final class NettyIdle6507 {
    /** More than anybody needs to end one task. */
    private static final long MANY = 10_000;

    public static void main(String[] arguments) throws InterruptedException {
        UnorderedThreadPoolEventExecutor executor = new UnorderedThreadPoolEventExecutor(1);
        executor.submit(() -> "the only work there ever was").sync();
        TimeUnit.NANOSECONDS.sleep(Outcome.PATIENCE.toNanos());
        long tasks = executor.getCompletedTaskCount();
        Outcome.end(tasks > MANY, tasks + " tasks have run for one that was submitted");
    }
}
