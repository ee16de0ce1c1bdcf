package dev.rouse.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Site;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextReportTest {
    private static final Site RESPOND = new Site("com.acme.Gateway.respond(Gateway.java:61)");
    private static final Finding.UsualWaker ON_REPLY =
            new Finding.UsualWaker(new Site("com.acme.AuthClient.onReply(AuthClient.java:77)"), 0.998, 3.14, 512);
    private static final Finding.Culprit DROPPED = new Finding.Culprit(
            new Site("com.acme.AuthClient.register(AuthClient.java:52)"),
            "the slot was overwritten before it was read");

    @Test
    void saysWhatWaitsWhyWhoNormallyWakesItAndWhatToDo() {
        assertThat(TextReport.render(hang(50, Grade.PROVEN, ON_REPLY, DROPPED, false), false))
                .isEqualTo("""
                        lost-wake  PROVEN  50 waits will never end
                          waits     com.acme.Gateway.respond(Gateway.java:61)
                                    on java.util.concurrent.CompletableFuture, oldest for 12.0 s, since 10:00:47 UTC
                          called by com.acme.Gateway.route(Gateway.java:33)
                                    io.netty.channel.DefaultPipeline.fire(DefaultPipeline.java:10)
                          task      netty-loop-2
                          sockets   127.0.0.1:51000, 127.0.0.1:51001, 127.0.0.1:51002 and 47 more
                          why       the promise was collected while incomplete: nobody holds it, so nobody can complete it
                          woken by  com.acme.AuthClient.onReply(AuthClient.java:77)
                                    normally: 99.8 % of 512 sampled wakes, median 3.1 ms
                          culprit   com.acme.AuthClient.register(AuthClient.java:52)
                                    the slot was overwritten before it was read
                          evidence  the dependents of the promise did not finish otherwise within 3 s of its collection,
                                    which is the grace given to timeouts and cancellations
                          fix       register the callback before the condition is checked
                                    docs/findings/lost-wake.md""");
    }

    @Test
    void saysWhatIsNotKnown() {
        assertThat(TextReport.render(hang(1, Grade.SUSPECTED, null, null, true), false))
                .contains("lost-wake  SUSPECTED  1 wait will probably never end")
                .contains("sockets   127.0.0.1:51000\n")
                .contains("woken by  not known: no earlier wait of this site has been seen")
                .contains("culprit   not known: nothing seen tells what became of the wake")
                .contains("partial   data that this depends on was lost");
    }

    @Test
    void asksForNoCulpritWhereNoWakeIsMissing() {
        Finding deadlock = finding(
                Kind.DEADLOCK, 2, Grade.PROVEN, null, null, List.of(), List.of("A holds l1 and waits for l2"), false);

        assertThat(TextReport.render(deadlock, false))
                .startsWith("deadlock  PROVEN  2 waits in a cycle, each held by the next")
                .contains("why       A holds l1 and waits for l2")
                .doesNotContain("culprit", "sockets");
    }

    @Test
    void coloursOnlyWhenAsked() {
        Finding finding = hang(2, Grade.PROVEN, ON_REPLY, DROPPED, false);

        assertThat(TextReport.render(finding, true).replaceAll("\033\\[[0-9;]*m", ""))
                .isEqualTo(TextReport.render(finding, false));
        assertThat(TextReport.render(finding, true)).contains("\033[1;31mPROVEN\033[0m");
    }

    @Test
    void letsNoTargetSteerTheTerminal() {
        Finding finding = finding(
                Kind.LOST_WAKE, 1, Grade.PROVEN, null, null, List.of("\033]0;x\007"), List.of("a\nb \u009bc"), false);

        assertThat(TextReport.render(finding, false)).contains("sockets   ?]0;x?", "why       a?b ?c");
    }

    @Test
    void writesDurationsAndSharesAsPeopleReadThem() {
        assertThat(IntStream.of(0, 7, 250, 999, 1000, 12_034, 59_949, 59_960, 185_000, 3_660_000)
                        .mapToObj(Words::millis))
                .containsExactly(
                        "0.00 ms",
                        "7.0 ms",
                        "250 ms",
                        "999 ms",
                        "1.0 s",
                        "12.0 s",
                        "59.9 s",
                        "1 min 0 s",
                        "3 min 5 s",
                        "1 h 1 min");
        assertThat(Words.millis(0.994)).isEqualTo("0.99 ms");
        assertThat(List.of(Words.percent(1), Words.percent(0.9999), Words.percent(0.998), Words.percent(0.5)))
                .containsExactly("100 %", "99.9 %", "99.8 %", "50 %");
    }

    private static Finding hang(
            int count,
            Grade grade,
            Finding.@Nullable UsualWaker waker,
            Finding.@Nullable Culprit culprit,
            boolean partial) {
        List<String> sockets = IntStream.range(0, count)
                .mapToObj(i -> "127.0.0.1:" + (51_000 + i))
                .toList();
        List<String> evidence = List.of(
                "the promise was collected while incomplete: nobody holds it, so nobody can complete it",
                "the dependents of the promise did not finish otherwise within 3 s of its collection, "
                        + "which is the grace given to timeouts and cancellations");
        return finding(Kind.LOST_WAKE, count, grade, waker, culprit, sockets, evidence, partial);
    }

    private static Finding finding(
            Kind kind,
            int count,
            Grade grade,
            Finding.@Nullable UsualWaker waker,
            Finding.@Nullable Culprit culprit,
            List<String> sockets,
            List<String> evidence,
            boolean partial) {
        List<String> stack = List.of(
                "java.base/java.util.concurrent.CompletableFuture.get(CompletableFuture.java:1)",
                "app//" + RESPOND.name(),
                "app//com.acme.Gateway.route(Gateway.java:33)",
                "app//com.acme.Gateway.route(Gateway.java:12)",
                "java.base/java.lang.Thread.run(Thread.java:840)",
                "io.netty.channel.DefaultPipeline.fire(DefaultPipeline.java:10)");
        Instant seen = Instant.parse("2026-11-21T10:01:00Z");
        return new Finding(
                kind,
                grade,
                count,
                seen.minusSeconds(12),
                seen,
                "9f3c9f3c9f3c9f3c",
                new Finding.Waiting(RESPOND, "netty-loop-2", "java.util.concurrent.CompletableFuture", 12_034, stack),
                waker,
                culprit,
                sockets,
                evidence,
                "register the callback before the condition is checked",
                partial);
    }
}
