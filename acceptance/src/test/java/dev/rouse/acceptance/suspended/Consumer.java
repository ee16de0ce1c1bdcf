package dev.rouse.acceptance.suspended;

import java.util.Objects;
import java.util.Queue;
import kotlin.coroutines.Continuation;
import kotlinx.coroutines.CancellableContinuationImpl;
import org.jspecify.annotations.Nullable;

/** Awaits one event after the other for ever; it is idle as long as none comes. */
@SuppressWarnings("serial") // Kotlin's base class is serializable; this is not
final class Consumer extends Routine {
    private final Queue<Runnable> waiting;
    private int label;

    Consumer(Queue<Runnable> waiting, @Nullable Continuation<Object> completion) {
        super(completion);
        this.waiting = waiting;
    }

    @Override
    Routine with(Continuation<Object> completion) {
        return new Consumer(waiting, completion);
    }

    @Override
    protected Object invokeSuspend(Object result) {
        while (true) {
            label = 1;
            CancellableContinuationImpl<Object> next = cancellable(this);
            waiting.add(resuming(next));
            Object event = Objects.requireNonNull(next.getResult());
            if (label == 1 && isSuspended(event)) {
                return event;
            }
        }
    }
}
