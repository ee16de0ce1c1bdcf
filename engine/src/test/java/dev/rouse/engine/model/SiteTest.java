package dev.rouse.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteTest {
    private static final StackTraceElement PARK =
            new StackTraceElement("java.util.concurrent.locks.LockSupport", "park", "LockSupport.java", 211);
    private static final StackTraceElement OURS = new StackTraceElement("com.acme.Job", "run", "Job.java", 20);

    @Test
    void isTheInnermostFrameOutsideTheJdk() {
        assertThat(Site.of(List.of(PARK, OURS, PARK))).isEqualTo(new Site("com.acme.Job.run(Job.java:20)"));
    }

    @Test
    void isTheInnermostFrameWhereTheJdkIsAlone() {
        assertThat(Site.of(List.of(PARK)))
                .hasToString("java.util.concurrent.locks.LockSupport.park(LockSupport.java:211)");
    }

    @Test
    void isNeverAClassThatTheJvmMadeForALambda() {
        StackTraceElement on17 = new StackTraceElement("com.acme.Job$$Lambda$653/0x00007f02c019fa50", "run", null, -1);
        StackTraceElement on25 = new StackTraceElement("com.acme.Job$$Lambda/0x00007f02c019fa50", "run", null, -1);

        assertThat(Site.of(List.of(PARK, on17, on25, OURS))).hasToString("com.acme.Job.run(Job.java:20)");
        assertThat(Site.of(List.of(PARK, on17))).isEqualTo(Site.of(PARK));
    }

    @Test
    void isNoneForAnEmptyStack() {
        assertThat(Site.of(List.of())).isNull();
    }

    @Test
    void leavesOutWhatTheFrameDoesNotTell() {
        assertThat(Site.of(new StackTraceElement("a.B", "c", null, -1))).hasToString("a.B.c(Unknown Source)");
        assertThat(Site.of(new StackTraceElement("a.B", "c", "B.java", -2))).hasToString("a.B.c(B.java)");
    }

    @Test
    void isAFileAndALineOutsideTheJvm() {
        Site line = Site.of(new StackTraceElement("", "", "src/main.rs", 41));

        assertThat(line).hasToString("src/main.rs:41");
        assertThat(line.isOutsideTheJvm()).isTrue();
        assertThat(Site.of(new StackTraceElement("a.B", "c", "B.java", 41)).isOutsideTheJvm())
                .isFalse();
        assertThat(new Site("src/main.rs:").isOutsideTheJvm()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"java.lang.Thread", "javax.net.ssl.SSLEngine", "jdk.internal.misc.Unsafe", "sun.nio.ch.Net"})
    void countsTheJdksPackagesAsTheJdks(String type) {
        assertThat(Site.isJdk(type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"javassist.Loader", "sunny.Day", "com.acme.java.Thing", "jdkx.A", "com.sunshine.A"})
    void countsNoOtherPackagesAsTheJdks(String type) {
        assertThat(Site.isJdk(type)).isFalse();
    }
}
