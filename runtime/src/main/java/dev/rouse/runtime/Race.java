package dev.rouse.runtime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first of some futures; the others are dropped then. Of several that are ready on one poll the first in the list
 * wins, and those behind it are not polled.
 */
final class Race<T extends @Nullable Object> implements Future<T> {
    private final Combined all = new Combined();
    private final List<Child<? extends T>> children = new ArrayList<>();

    Race(List<? extends Future<? extends T>> futures) {
        if (futures.isEmpty()) {
            throw new IllegalArgumentException("a race of no futures never ends: give it at least 1");
        }
        futures.forEach(future -> children.add(all.add(future)));
    }

    @Override
    public Poll<T> poll(Context context) {
        for (Child<? extends T> child : children) {
            Poll<? extends T> answer = all.poll(child, context);
            if (answer.isReady()) {
                all.drop();
                return Poll.ready(answer.get());
            }
        }
        return Poll.pending();
    }

    @Override
    public void drop() {
        all.drop();
    }
}
