package dev.rouse.acceptance.suspended;

import java.util.Objects;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.SafeContinuation;
import org.jspecify.annotations.Nullable;

/** Awaits the backend's callback by {@code suspendCoroutine}. */
@SuppressWarnings("serial") // Kotlin's base class is serializable; this is not
final class SafeRequest extends Routine {
    private final Backend backend;
    private final int id;
    private int label;

    SafeRequest(Backend backend, int id, @Nullable Continuation<Object> completion) {
        super(completion);
        this.backend = backend;
        this.id = id;
    }

    @Override
    Routine with(Continuation<Object> completion) {
        return new SafeRequest(backend, id, completion);
    }

    @Override
    protected Object invokeSuspend(Object result) {
        if (label == 0) {
            label = 1;
            SafeContinuation<Object> suspended = safe(this);
            backend.ask(id, resuming(suspended));
            return Objects.requireNonNull(suspended.getOrThrow());
        }
        return Unit.INSTANCE;
    }
}
