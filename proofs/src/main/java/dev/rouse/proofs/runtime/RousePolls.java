package dev.rouse.proofs.runtime;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Core;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Futures;
import dev.rouse.runtime.JoinHandle;
import dev.rouse.runtime.LocalWakerSlot;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.Runtime;
import dev.rouse.runtime.WakerSlot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Our runtime, with its diagnosis on or off. */
final class RousePolls implements Subject {
    private final Runtime runtime;

    RousePolls(boolean diagnosed) {
        runtime = Runtime.builder().cores(2).diagnosis(diagnosed).start();
    }

    @Override
    public void yields(int n) throws InterruptedException {
        runtime.core(0).spawn(new Yielding(n, 0)).join();
    }

    @Override
    public void works(int n) throws InterruptedException {
        runtime.core(0).spawn(new Yielding(n, 65)).join();
    }

    private static final class Yielding implements Future<@Nullable Void> {
        private final int work;
        private int rest;
        private long sum = 1;

        /** @param work rounds of a multiplication that the compiler cannot leave out, some 1.5 ns each */
        Yielding(int n, int work) {
            rest = n;
            this.work = work;
        }

        @Override
        public Poll<@Nullable Void> poll(Context context) {
            if (rest-- == 0) {
                return Poll.ready();
            }
            for (int i = 0; i < work; i++) {
                sum = sum * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L ^ sum >>> 29;
            }
            context.progress(sum == 0 ? 2 : 1);
            context.waker().wake();
            return Poll.pending();
        }
    }

    @Override
    public void hops(int n) throws InterruptedException {
        rally(runtime.core(0), runtime.core(0), n, LocalBell::new);
    }

    @Override
    public void crossings(int n) throws InterruptedException {
        rally(runtime.core(0), runtime.core(1), n, RemoteBell::new);
    }

    private static void rally(Core one, Core other, int n, Supplier<Bell> make) throws InterruptedException {
        Bell ping = make.get();
        Bell pong = make.get();
        JoinHandle<@Nullable Void> first = one.spawn(new Player(ping, pong, n / 2));
        JoinHandle<@Nullable Void> second = other.spawn(new Player(pong, ping, n / 2));
        one.execute(ping::ring);
        first.join();
        second.join();
    }

    /** A permit for one waiter, as a driver would write it. */
    private interface Bell {
        void ring();

        boolean poll(Context context);
    }

    private static final class LocalBell implements Bell {
        private final LocalWakerSlot slot = new LocalWakerSlot();
        private boolean rung;

        @Override
        public void ring() {
            rung = true;
            slot.fire();
        }

        @Override
        public boolean poll(Context context) {
            if (!rung) {
                slot.arm(context);
                return false;
            }
            rung = false;
            return true;
        }
    }

    private static final class RemoteBell implements Bell {
        private final WakerSlot slot = new WakerSlot();
        private volatile boolean rung;

        @Override
        public void ring() {
            rung = true;
            slot.fire();
        }

        @Override
        public boolean poll(Context context) {
            if (!rung) {
                slot.arm(context);
                if (!rung) {
                    return false;
                }
            }
            rung = false;
            return true;
        }
    }

    private static final class Player implements Future<@Nullable Void> {
        private final Bell in;
        private final Bell out;
        private int rest;

        Player(Bell in, Bell out, int n) {
            this.in = in;
            this.out = out;
            rest = n;
        }

        @Override
        public Poll<@Nullable Void> poll(Context context) {
            while (rest > 0) {
                if (!in.poll(context)) {
                    return Poll.pending();
                }
                context.progress(1);
                rest--;
                out.ring();
            }
            return Poll.ready();
        }
    }

    @Override
    public void spawns(int n) throws InterruptedException {
        runtime.core(0).spawn(new Spawning(n)).join();
    }

    private static final class Spawning implements Future<@Nullable Void> {
        private int rest;
        private @Nullable JoinHandle<Integer> child;

        Spawning(int n) {
            rest = n;
        }

        @Override
        public Poll<@Nullable Void> poll(Context context) {
            while (rest > 0) {
                if (child == null) {
                    child = context.core().spawn(new Answer());
                }
                if (child.poll(context).isPending()) {
                    return Poll.pending();
                }
                child = null;
                rest--;
            }
            return Poll.ready();
        }
    }

    private static final class Answer implements Future<Integer> {
        private static final Poll<Integer> READY = Poll.ready(42);

        @Override
        public Poll<Integer> poll(Context context) {
            return READY;
        }
    }

    @Override
    public void sleepers(int n) throws InterruptedException {
        List<JoinHandle<?>> all = new ArrayList<>(n);
        runtime.core(0)
                .spawn(context -> {
                    for (int i = 0; i < n; i++) {
                        all.add(context.core().spawn(Futures.sleep(Duration.ofMinutes(30))));
                    }
                    return Poll.<@Nullable Void>ready();
                })
                .join();
        runtime.core(0).spawn(new Yielding(2, 0)).join();
    }

    @Override
    public void close() {
        java.lang.Runtime.getRuntime().halt(0);
    }
}
