package dev.rouse.engine.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.compare.Change;
import dev.rouse.engine.compare.Interval;
import dev.rouse.engine.compare.Manner;
import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Site;
import org.junit.jupiter.api.Test;

class ChangeTextTest {
    private static final Site STOCK = new Site("com.acme.Stock.of(Stock.java:40)");
    private static final Finding.UsualWaker WAKER =
            new Finding.UsualWaker(new Site("com.acme.Reply.read(Reply.java:7)"), 0.9, 2, 100);
    private static final Manner BASE = new Manner(405.2, 190, 2.01, 2.96, 12.4, WAKER);
    private static final Manner NOW = new Manner(398.7, 187, 7.03, 8.1, 14.2, WAKER);
    private static final Change SLOWER = new Change(
            Change.What.WAITS_LONGER,
            STOCK,
            BASE,
            NOW,
            0.5,
            new Interval(5.02, 4.51, 5.53),
            new Interval(2_001, 1_800, 2_200),
            null);

    @Test
    void saysWhatIsSlowerByHowMuchAndHowSureThatIs() {
        assertThat(ChangeText.render(SLOWER, false)).isEqualTo("""
                        waits-longer  5.0 ms longer a wait, adds 2.0 s of waiting in each second
                          at        com.acme.Stock.of(Stock.java:40)
                          median    2.0 ms -> 7.0 ms, by +5.02 ms (+4.51 to +5.53)
                          90 %      3.0 ms -> 8.1 ms
                          99 %      12 ms -> 14 ms
                          how often 405 a second -> 399 a second
                          samples   190 and 187
                          woken by  com.acme.Reply.read(Reply.java:7)""");
    }

    @Test
    void saysTheSameAsJson() {
        assertThat(ChangeJson.line(SLOWER)).isEqualTo("""
                        {"v":1,"change":"waits-longer","regression":true,"site":"com.acme.Stock.of(Stock.java:40)",\
                        "base":{"perSecond":405.2,"samples":190,"medianMs":2.01,"p90Ms":2.96,"p99Ms":12.4,\
                        "usualWaker":"com.acme.Reply.read(Reply.java:7)"},\
                        "now":{"perSecond":398.7,"samples":187,"medianMs":7.03,"p90Ms":8.1,"p99Ms":14.2,\
                        "usualWaker":"com.acme.Reply.read(Reply.java:7)"},"quantile":0.5,\
                        "shiftMs":{"estimate":5.02,"low":4.51,"high":5.53},"rateRatio":null,\
                        "addedMsPerSecond":{"estimate":2001.0,"low":1800.0,"high":2200.0},"finding":null}""");
    }

    @Test
    void saysWhatHasAppeared() {
        Interval added = new Interval(814, 814, 814);

        assertThat(ChangeText.render(
                        new Change(Change.What.APPEARED, STOCK, null, BASE, 0.5, null, added, null), false))
                .isEqualTo("""
                        appeared  was not seen before: 814 ms of waiting in each second
                          at        com.acme.Stock.of(Stock.java:40)
                          how often 405 a second
                          waits     median 2.0 ms, of 190 samples
                          woken by  com.acme.Reply.read(Reply.java:7)""");
    }
}
