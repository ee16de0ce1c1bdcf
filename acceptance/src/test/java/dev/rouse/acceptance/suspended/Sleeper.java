package dev.rouse.acceptance.suspended;

import java.util.Objects;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlinx.coroutines.DelayKt;
import org.jspecify.annotations.Nullable;

/** Is delayed: for a moment, or for an hour. */
@SuppressWarnings("serial") // Kotlin's base class is serializable; this is not
final class Sleeper extends Routine {
    private final long millis;
    private int label;

    Sleeper(long millis, @Nullable Continuation<Object> completion) {
        super(completion);
        this.millis = millis;
    }

    @Override
    Routine with(Continuation<Object> completion) {
        return new Sleeper(millis, completion);
    }

    @Override
    @SuppressWarnings("unchecked") // as the compiler does
    protected Object invokeSuspend(Object result) {
        if (label == 0) {
            label = 1;
            return Objects.requireNonNull(DelayKt.delay(millis, (Continuation<Unit>) (Continuation<?>) this));
        }
        return Unit.INSTANCE;
    }
}
