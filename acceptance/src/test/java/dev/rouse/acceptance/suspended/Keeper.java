package dev.rouse.acceptance.suspended;

import java.util.Objects;
import kotlin.coroutines.Continuation;
import org.jspecify.annotations.Nullable;

/** Keeps its thread for good: nobody holds its continuation, and nobody shall. */
@SuppressWarnings("serial") // Kotlin's base class is serializable; this is not
final class Keeper extends Routine {
    Keeper(@Nullable Continuation<Object> completion) {
        super(completion);
    }

    @Override
    Routine with(Continuation<Object> completion) {
        return new Keeper(completion);
    }

    @Override
    protected Object invokeSuspend(Object result) {
        return Objects.requireNonNull(safe(this).getOrThrow());
    }
}
