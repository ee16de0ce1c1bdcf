package dev.rouse.acceptance.suspended;

import java.util.Objects;
import java.util.function.Consumer;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.SafeContinuation;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlin.coroutines.jvm.internal.SuspendLambda;
import kotlin.jvm.functions.Function2;
import kotlinx.coroutines.CancellableContinuationImpl;
import kotlinx.coroutines.CoroutineScope;
import org.jspecify.annotations.Nullable;

/** A coroutine as Kotlin's compiler would make it, and the two functions that it inlines. */
@SuppressWarnings("serial") // Kotlin's base class is serializable; this is not
abstract class Routine extends SuspendLambda implements Function2<CoroutineScope, Continuation<? super Unit>, Object> {

    Routine(@Nullable Continuation<Object> completion) {
        super(2, completion);
    }

    /** The same, to be run with this completion. */
    abstract Routine with(Continuation<Object> completion);

    @Override
    @SuppressWarnings("unchecked") // as the compiler does
    public Continuation<Unit> create(@Nullable Object scope, Continuation<?> completion) {
        return (Continuation<Unit>) (Continuation<?>) with((Continuation<Object>) completion);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object invoke(CoroutineScope scope, Continuation<? super Unit> completion) {
        return Objects.requireNonNull(
                with((Continuation<Object>) (Continuation<?>) completion).invokeSuspend(Unit.INSTANCE));
    }

    static boolean isSuspended(Object result) {
        return result == IntrinsicsKt.getCOROUTINE_SUSPENDED();
    }

    /** {@code suspendCancellableCoroutine}, without what it would inline. */
    static CancellableContinuationImpl<Object> cancellable(Continuation<Object> caller) {
        CancellableContinuationImpl<Object> own =
                new CancellableContinuationImpl<>(IntrinsicsKt.intercepted(caller), 1);
        own.initCancellability();
        return own;
    }

    /** {@code suspendCoroutine}, without what it would inline. */
    static SafeContinuation<Object> safe(Continuation<Object> caller) {
        return new SafeContinuation<>(IntrinsicsKt.intercepted(caller));
    }

    static Runnable resuming(Continuation<Object> suspended) {
        Consumer<Object> resume = suspended::resumeWith;
        return () -> resume.accept(Unit.INSTANCE);
    }
}
