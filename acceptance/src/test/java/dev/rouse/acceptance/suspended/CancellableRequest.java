package dev.rouse.acceptance.suspended;

import java.util.Objects;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlinx.coroutines.CancellableContinuationImpl;
import org.jspecify.annotations.Nullable;

/** Awaits the backend's callback by {@code suspendCancellableCoroutine}. */
@SuppressWarnings("serial") // Kotlin's base class is serializable; this is not
final class CancellableRequest extends Routine {
    private final Backend backend;
    private final int id;
    private int label;

    CancellableRequest(Backend backend, int id, @Nullable Continuation<Object> completion) {
        super(completion);
        this.backend = backend;
        this.id = id;
    }

    @Override
    Routine with(Continuation<Object> completion) {
        return new CancellableRequest(backend, id, completion);
    }

    @Override
    protected Object invokeSuspend(Object result) {
        if (label == 0) {
            label = 1;
            CancellableContinuationImpl<Object> suspended = cancellable(this);
            backend.ask(id, resuming(suspended));
            return Objects.requireNonNull(suspended.getResult());
        }
        return Unit.INSTANCE;
    }
}
