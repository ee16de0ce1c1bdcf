package dev.rouse.acceptance.suspended;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import kotlin.Unit;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.DelayKt;
import kotlinx.coroutines.TimeoutKt;
import kotlinx.coroutines.reactor.MonoKt;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * <a href="https://github.com/Kotlin/kotlinx.coroutines/issues/2262">kotlinx.coroutines #2262</a>: when what a
 * {@code mono} computes runs into a timeout of its own, the Mono never ends: its sink is told nothing. One request in
 * forty is so slow here.
 */
final class TimedMonos {
    private final Map<Integer, Disposable> inFlight = new ConcurrentHashMap<>();

    void ask(int id) {
        Disposable asked = answer(id % 40 == 39 ? 3_600_000 : 2)
                .subscribe(answer -> inFlight.remove(id), error -> inFlight.remove(id));
        if (!asked.isDisposed()) {
            inFlight.put(id, asked);
        }
    }

    private static Mono<Unit> answer(long millis) {
        return MonoKt.mono(
                EmptyCoroutineContext.INSTANCE,
                (scope, caller) -> TimeoutKt.withTimeout(50, (inner, inside) -> DelayKt.delay(millis, inside), caller));
    }
}
