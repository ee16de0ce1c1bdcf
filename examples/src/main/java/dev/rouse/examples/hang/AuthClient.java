package dev.rouse.examples.hang;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The authentication library's callbacks as futures. A future is completed on the library's thread that has the answer.
 */
final class AuthClient {
    /** The library works on eight checks at once, so 32 slots are four times what can be in flight. */
    static final int SLOTS = 32;

    private final AuthLibrary library;
    private final AuthLibrary.Callback reply = this::onReply;
    private final AtomicInteger handles = new AtomicInteger();
    private final AtomicReferenceArray<@Nullable Request> inFlight = new AtomicReferenceArray<>(SLOTS);

    AuthClient(AuthLibrary library) {
        this.library = library;
    }

    CompletableFuture<Boolean> verify(String token) {
        int handle = handles.getAndIncrement();
        CompletableFuture<Boolean> verdict = new CompletableFuture<>();
        inFlight.set(slot(handle), new Request(handle, verdict));
        library.verify(token, handle, reply);
        return verdict;
    }

    private void onReply(int handle, boolean accepted) {
        Request request = inFlight.get(slot(handle));
        if (request == null || request.handle() != handle) {
            return; // not ours any more: never give one request's verdict to another
        }
        inFlight.compareAndSet(slot(handle), request, null);
        request.verdict().complete(accepted);
    }

    private static int slot(int handle) {
        return handle & (SLOTS - 1);
    }

    private record Request(int handle, CompletableFuture<Boolean> verdict) {}
}
