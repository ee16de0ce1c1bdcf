package dev.rouse.console;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Site;
import java.time.Instant;
import java.util.List;

/** Findings for tests. */
final class SampleFindings {
    private static final Instant SEEN = Instant.parse("2026-11-21T10:01:00Z");

    private SampleFindings() {}

    static Finding lostWake(Grade grade, long count) {
        return finding(Kind.LOST_WAKE, grade, count);
    }

    static Finding finding(Kind kind, Grade grade, long count) {
        return new Finding(
                kind,
                grade,
                count,
                SEEN.minusSeconds(12),
                SEEN,
                "fingerprint of " + kind.id(),
                new Finding.Waiting(
                        new Site("com.acme.Gateway.respond(Gateway.java:61)"),
                        null,
                        "java.util.concurrent.CompletableFuture",
                        12_034,
                        List.of("com.acme.Gateway.respond(Gateway.java:61)")),
                new Finding.UsualWaker(new Site("com.acme.AuthClient.onReply(AuthClient.java:77)"), 0.998, 3.1, 512),
                null,
                List.of("127.0.0.1:51234"),
                List.of("the promise was collected while incomplete"),
                "keep the promise",
                false);
    }
}
