package dev.rouse.testkit.contract;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import dev.rouse.runtime.Waker;
import dev.rouse.runtime.WakerSlot;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** Leaves with one mistake each. */
final class WrongLeaves {
    private WrongLeaves() {}

    static final class LooksOnce extends Bell {
        @Override
        public Poll<String> poll(Context context) {
            if (rung) {
                return super.poll(context);
            }
            slot.arm(context);
            return Poll.pending();
        }
    }

    static final class KeepsTheFirstWaker extends Bell {
        private volatile @Nullable Waker waker;

        @Override
        public Poll<String> poll(Context context) {
            if (!rung && waker == null) {
                waker = context.waker();
            }
            return rung ? super.poll(context) : Poll.pending();
        }

        @Override
        void ring() {
            rung = true;
            Waker woken = waker;
            waker = null;
            if (woken != null) {
                woken.wake();
            }
        }

        @Override
        public void drop() {
            waker = null;
        }
    }

    static final class WakesFirst extends Bell {
        @Override
        void ring() {
            slot.fire();
            rung = true;
        }
    }

    static final class ArmsNothing extends Bell {
        @Override
        public Poll<String> poll(Context context) {
            return rung ? super.poll(context) : Poll.pending();
        }
    }

    /** As a TLS stream that still holds ciphertext, which it will never use, and wakes itself for it. */
    static final class WakesItself extends Bell {
        @Override
        public Poll<String> poll(Context context) {
            Waker waker = context.waker();
            if (!rung) {
                waker.wake();
                return Poll.pending();
            }
            return super.poll(context);
        }
    }

    static final class ReadyAgain extends Bell {
        @Override
        public Poll<String> poll(Context context) {
            if (!rung) {
                return super.poll(context);
            }
            return Poll.ready("rung");
        }
    }

    static final class KeepsItsWaker extends Bell {
        @Override
        public void drop() {}
    }

    static final class WakesAfterItsDrop extends Bell {
        private volatile @Nullable WeakReference<Waker> waker;

        @Override
        public Poll<String> poll(Context context) {
            waker = new WeakReference<>(context.waker());
            return super.poll(context);
        }

        @Override
        void ring() {
            super.ring();
            WeakReference<Waker> kept = waker;
            Waker woken = kept == null ? null : kept.get();
            if (woken != null) {
                woken.wake();
            }
        }
    }

    static final class ReliesOnAWaiter extends Bell {
        @Override
        @SuppressWarnings("NullAway") // the mistake
        void ring() {
            rung = true;
            Waker woken = waker;
            woken.wake();
        }

        private volatile @Nullable Waker waker;

        @Override
        public Poll<String> poll(Context context) {
            waker = context.waker();
            return super.poll(context);
        }

        @Override
        public void drop() {
            super.drop();
            waker = null;
        }
    }

    static final class ForgetsUnlessWaitedFor extends Bell {
        @Override
        void ring() {
            if (slot.isArmed()) {
                super.ring();
            }
        }
    }

    static final class IgnoresItsBudget extends Bell {
        @Override
        public Poll<String> poll(Context context) {
            if (!rung) {
                return super.poll(context);
            }
            context.spend();
            return Poll.ready("rung");
        }
    }

    static final class CountsItsPolls extends Bell {
        private int polls;

        @Override
        public Poll<String> poll(Context context) {
            if (++polls == 2) {
                rung = true;
            }
            return super.poll(context);
        }
    }

    /** Two futures share what is there for one: the slot, or the value. */
    static final class Shared {
        private final WakerSlot one = new WakerSlot();
        private final WakerSlot other = new WakerSlot();
        private volatile boolean set;

        Future<String> future(boolean first) {
            return new Future<>() {
                @Override
                public Poll<String> poll(Context context) {
                    if (!set) {
                        slot(first).arm(context);
                    }
                    return set ? Poll.ready("value") : Poll.pending();
                }

                @Override
                public void drop() {
                    slot(first).clear();
                }
            };
        }

        private WakerSlot slot(boolean first) {
            return first ? one : other;
        }

        void set() {
            set = true;
            one.fire();
            other.fire();
        }
    }
}
