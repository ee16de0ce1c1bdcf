package dev.rouse.proofs.runtime;

import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Netty's event loop: what it runs are runnables, and a promise's listeners are its wakes. */
final class NettyLoops implements Subject {
    private final NioEventLoopGroup group = new NioEventLoopGroup(2);
    private final EventLoop one = group.next();
    private final EventLoop other = group.next();

    @Override
    public void yields(int n) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        one.execute(new Runnable() {
            private int rest = n;

            @Override
            public void run() {
                if (rest-- == 0) {
                    done.countDown();
                } else {
                    one.execute(this);
                }
            }
        });
        done.await();
    }

    @Override
    public void hops(int n) throws InterruptedException {
        rally(one, one, n);
    }

    @Override
    public void crossings(int n) throws InterruptedException {
        rally(one, other, n);
    }

    private static void rally(EventLoop here, EventLoop there, int n) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        here.execute(() -> hit(here, there, n, done));
        done.await();
    }

    private static void hit(EventLoop here, EventLoop there, int rest, CountDownLatch done) {
        if (rest == 0) {
            done.countDown();
        } else {
            there.execute(() -> hit(there, here, rest - 1, done));
        }
    }

    @Override
    public void spawns(int n) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        one.execute(() -> spawn(n, done));
        done.await();
    }

    private void spawn(int rest, CountDownLatch done) {
        if (rest == 0) {
            done.countDown();
        } else {
            one.submit(() -> 42).addListener(answer -> spawn(rest - 1, done));
        }
    }

    @Override
    public void sleepers(int n) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        one.execute(() -> {
            for (int i = 0; i < n; i++) {
                one.schedule(() -> {}, 30, TimeUnit.MINUTES);
            }
            done.countDown();
        });
        done.await();
    }
}
