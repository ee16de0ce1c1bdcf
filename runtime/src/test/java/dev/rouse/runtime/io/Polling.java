package dev.rouse.runtime.io;

import dev.rouse.runtime.Context;
import dev.rouse.runtime.Future;
import dev.rouse.runtime.Poll;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** A future written as one method that may fail as streams do; it closes its stream when dropped. */
final class Polling<T extends @Nullable Object> implements Future<T> {
    private final AutoCloseable owned;
    private final Body<T> body;

    private Polling(AutoCloseable owned, Body<T> body) {
        this.owned = owned;
        this.body = body;
    }

    static <T extends @Nullable Object> Future<T> of(AutoCloseable owned, Body<T> body) {
        return new Polling<>(owned, body);
    }

    @Override
    public Poll<T> poll(Context context) {
        try {
            return body.poll(context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void drop() {
        try {
            owned.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    interface Body<T extends @Nullable Object> {
        Poll<T> poll(Context context) throws IOException;
    }
}
