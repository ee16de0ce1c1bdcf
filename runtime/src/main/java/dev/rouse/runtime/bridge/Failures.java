package dev.rouse.runtime.bridge;

import dev.rouse.runtime.TaskFailedException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What has failed, without the wrappings that the ways of passing it on have added. */
final class Failures {
    private Failures() {}

    static Throwable unwrapped(Throwable failure) {
        Throwable inner = failure;
        while (isWrapping(inner)) {
            Throwable cause = inner.getCause();
            if (cause == null) {
                break;
            }
            inner = cause;
        }
        return inner;
    }

    private static boolean isWrapping(Throwable failure) {
        return failure instanceof CompletionException
                || failure instanceof ExecutionException
                || failure instanceof TaskFailedException;
    }

    /** The same as one that a poll may throw: a checked one stays in a {@link CompletionException}. */
    static RuntimeException unchecked(Throwable failure) {
        Throwable inner = unwrapped(failure);
        if (inner instanceof Error error) {
            throw error;
        }
        return inner instanceof RuntimeException runtime ? runtime : new CompletionException(inner);
    }
}
