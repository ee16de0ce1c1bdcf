package java.util.concurrent;

import dev.rouse.probe.Cell;
import dev.rouse.probe.FunctionSite;
import dev.rouse.probe.Nursery;
import dev.rouse.probe.Promises;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture.BiCompletion;
import java.util.concurrent.CompletableFuture.CoCompletion;
import java.util.concurrent.CompletableFuture.Completion;
import java.util.concurrent.CompletableFuture.UniCompletion;

/**
 * The hooks of CompletableFuture, and its private parts for the sweeper. A registration is the Completion itself: once
 * fired it lets go of its source, dependent and function, so the nursery retains nothing.
 */
final class RouseFutures implements Promises {
    /** How far a chain of dependents is followed to find the thread behind it. */
    private static final int FAR = 50;

    /** How many dependents of one future are looked at. */
    private static final int MANY = 16;

    /** Called where a dependent has been pushed on an incomplete future: at the end of unipush, bipush and orpush. */
    static void pushed(CompletableFuture<?> source, Completion wait) {
        if (!Nursery.isAccepting() || wait == null || source.result != null) {
            return;
        }
        try {
            int place = Nursery.add(wait);
            Object function = function(wait);
            if (function != null) {
                Cell cell = FunctionSite.of(function).cell(place);
                if (cell != null) {
                    ride(source, cell, wait);
                }
            }
        } catch (Throwable t) {
            Nursery.fail(t);
        }
    }

    /** Called where a thread is about to block on an incomplete future: before tryPushStack of its Signaller. */
    static void blocks(CompletableFuture<?> source, Completion signaller) {
        if (!Nursery.isOpen() || !Cell.takeCredit()) {
            return;
        }
        try {
            ride(source, Cell.sampling(new Throwable(), 1), signaller);
        } catch (Throwable t) {
            Nursery.fail(t);
        }
    }

    @Override
    public void ride(Object promise, Cell cell) {
        ride((CompletableFuture<?>) promise, cell, null);
    }

    private static Cell ride(CompletableFuture<?> source, Cell cell, Completion wait) {
        RouseCompletion rider = new RouseCompletion(cell, wait);
        while (!source.tryPushStack(rider)) {
            if (source.result != null) {
                cell.settle();
                return cell;
            }
        }
        if (source.result != null) {
            cell.settle();
        }
        return cell;
    }

    static Object function(Completion c) {
        if (c instanceof CompletableFuture.UniApply<?, ?> u) return u.fn;
        if (c instanceof CompletableFuture.UniCompose<?, ?> u) return u.fn;
        if (c instanceof CompletableFuture.UniWhenComplete<?> u) return u.fn;
        if (c instanceof CompletableFuture.UniHandle<?, ?> u) return u.fn;
        if (c instanceof CompletableFuture.UniAccept<?> u) return u.fn;
        if (c instanceof CompletableFuture.UniRun<?> u) return u.fn;
        if (c instanceof CompletableFuture.UniExceptionally<?> u) return u.fn;
        if (c instanceof CompletableFuture.UniComposeExceptionally<?> u) return u.fn;
        if (c instanceof CompletableFuture.BiApply<?, ?, ?> u) return u.fn;
        if (c instanceof CompletableFuture.BiAccept<?, ?> u) return u.fn;
        if (c instanceof CompletableFuture.BiRun<?, ?> u) return u.fn;
        if (c instanceof CompletableFuture.OrApply<?, ?, ?> u) return u.fn;
        if (c instanceof CompletableFuture.OrAccept<?, ?> u) return u.fn;
        if (c instanceof CompletableFuture.OrRun<?, ?> u) return u.fn;
        return null;
    }

    @Override
    public boolean owns(Object registration) {
        return registration instanceof Completion || registration instanceof CompletableFuture;
    }

    @Override
    public boolean isMachinery(String className) {
        return className.startsWith("java.util.concurrent.CompletableFuture");
    }

    @Override
    public boolean isPending(Object registration) {
        return ((Completion) registration).isLive();
    }

    @Override
    public List<Object> sources(Object registration) {
        List<Object> pending = new ArrayList<>(2);
        if (registration instanceof CompletableFuture.AnyOf any) {
            CompletableFuture<?>[] all = any.srcs;
            if (all != null) {
                for (CompletableFuture<?> source : all) {
                    addPending(pending, source);
                }
            }
            return pending;
        }
        Completion wait = whole(registration);
        if (wait instanceof UniCompletion<?, ?> uni) {
            addPending(pending, uni.src);
        }
        if (wait instanceof BiCompletion<?, ?, ?> bi) {
            addPending(pending, bi.snd);
        }
        return pending;
    }

    private static Completion whole(Object registration) {
        return registration instanceof CoCompletion co ? co.base : (Completion) registration;
    }

    private static void addPending(List<Object> pending, CompletableFuture<?> source) {
        if (source != null && source.result == null) {
            pending.add(source);
        }
    }

    @Override
    public boolean isForAny(Object registration) {
        Completion wait = whole(registration);
        return wait instanceof CompletableFuture.AnyOf
                || wait instanceof CompletableFuture.OrApply
                || wait instanceof CompletableFuture.OrAccept
                || wait instanceof CompletableFuture.OrRun;
    }

    @Override
    public Object dependent(Object registration) {
        Completion wait = whole(registration);
        CompletableFuture<?> dependent = null;
        if (wait instanceof UniCompletion<?, ?> uni) {
            dependent = uni.dep;
        } else if (wait instanceof CompletableFuture.AnyOf any) {
            dependent = any.dep;
        }
        return dependent == null || dependent.result != null ? null : dependent;
    }

    @Override
    public boolean onlyComputes(Object registration) {
        Completion wait = whole(registration);
        return function(wait) == null
                || wait instanceof CompletableFuture.UniApply
                || wait instanceof CompletableFuture.BiApply
                || wait instanceof CompletableFuture.OrApply
                || wait instanceof CompletableFuture.UniExceptionally;
    }

    @Override
    public Object callback(Object registration) {
        Completion wait = whole(registration);
        return wait == null ? null : function(wait);
    }

    @Override
    public Cell watch(Object promise) {
        CompletableFuture<?> future = (CompletableFuture<?>) promise;
        int seen = 0;
        for (Completion c = future.stack; c != null && seen < MANY; c = c.next, seen++) {
            if (c instanceof RouseCompletion rider && rider.wait == null) {
                return rider.cell;
            }
        }
        return future.result != null ? null : ride(future, Cell.watching(), null);
    }

    @Override
    public Thread waiter(Object promise) {
        return waiter((CompletableFuture<?>) promise, FAR);
    }

    private static Thread waiter(CompletableFuture<?> future, int far) {
        int seen = 0;
        for (Completion c = future.stack; c != null && seen < MANY; c = c.next, seen++) {
            if (c instanceof CompletableFuture.Signaller signaller) {
                return signaller.thread;
            }
            if (c instanceof UniCompletion<?, ?> uni && uni.dep != null && far > 0) {
                Thread behind = waiter(uni.dep, far - 1);
                if (behind != null) {
                    return behind;
                }
            }
        }
        return null;
    }

    @Override
    public boolean hasTimeout(Object promise) {
        int seen = 0;
        for (Completion c = ((CompletableFuture<?>) promise).stack; c != null && seen < MANY; c = c.next, seen++) {
            Object function = function(c);
            if (function != null
                    && function.getClass().getName().equals("java.util.concurrent.CompletableFuture$Canceller")) {
                return true;
            }
        }
        return false;
    }
}
