package dev.rouse.tokio;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;

/** The service's own times as nanoseconds: since the epoch, or of a duration. */
final class Times {
    private static final long SECOND = 1_000_000_000L;

    private Times() {}

    /** 0 for a time that is not set. */
    static long nanos(Timestamp at) {
        return at.getSeconds() * SECOND + at.getNanos();
    }

    static long nanos(Duration time) {
        return time.getSeconds() * SECOND + time.getNanos();
    }
}
