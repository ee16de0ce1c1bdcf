package dev.rouse.runtime;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A future that fails when it takes too long, from its first poll on. A value on the last poll counts. */
final class Timeout<T extends @Nullable Object> implements Future<T>, Outer {
    private final Combined all = new Combined();
    private final Duration longest;
    private final Child<T> timed;
    private final Child<?> clock;

    Timeout(Future<T> timed, Duration longest) {
        this.longest = longest;
        this.timed = all.add(timed);
        this.clock = all.add(Futures.sleep(longest));
    }

    @Override
    public Poll<T> poll(Context context) {
        Poll<T> answer = all.poll(timed, context);
        if (answer.isReady()) {
            all.drop();
            return answer;
        }
        if (all.poll(clock, context).isReady()) {
            all.drop();
            throw new TimedOutException("took longer than " + longest);
        }
        return Poll.pending();
    }

    @Override
    public @Nullable Future<?> inner() {
        return timed.future();
    }

    @Override
    public void drop() {
        all.drop();
    }
}
