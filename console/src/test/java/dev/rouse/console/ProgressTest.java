package dev.rouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private long now;

    private Progress progress() {
        return Progress.on(new PrintStream(screen, true, StandardCharsets.UTF_8), () -> now);
    }

    private List<String> shown() {
        return screen.toString(StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private void at(Progress progress, long millis, String phase, long megabytes) {
        now = millis * 1_000_000;
        progress.at(phase, megabytes * 1_000_000, 1_000_000_000);
    }

    @Test
    void showsPhaseBytesAndWhatIsLeft() {
        try (Progress progress = progress()) {
            at(progress, 200, "counting objects", 400);
            at(progress, 1_000, "indexing objects", 500);
            at(progress, 3_000, "marking what can be reached", 500);
        }

        assertThat(shown())
                .containsExactly(
                        "rouse: counting objects, 400 of 1000 MB",
                        "rouse: indexing objects, 500 of 1000 MB, some 3 s left",
                        "rouse: marking what can be reached, 500 of 1000 MB, some 1 s left");
    }

    @Test
    void saysNoMoreThanTenTimesASecond() {
        try (Progress progress = progress()) {
            for (int i = 0; i < 1_000; i++) {
                at(progress, i, "counting objects", i);
            }
        }

        assertThat(shown()).hasSizeBetween(5, 10);
    }

    @Test
    void estimatesNothingForAPhaseThatItDoesNotKnow() {
        try (Progress progress = progress()) {
            at(progress, 3_000, "unpacking", 500);
        }

        assertThat(shown()).containsExactly("rouse: unpacking, 500 of 1000 MB");
    }

    @Test
    void wipesTheLineAtTheEnd() {
        try (Progress progress = progress()) {
            at(progress, 200, "counting objects", 400);
        }

        assertThat(screen.toString(StandardCharsets.UTF_8)).endsWith(" \r");
    }

    @Test
    void tellsBeforehandWhatReadingTakes() {
        assertThat(DumpReader.outlook(1_070_000_000, 6_000_000_000L))
                .isEqualTo(
                        "reading 1,070 MB takes some 11.0 s and up to 428 MB of memory; this Java may take 6,000 MB");
        assertThat(DumpReader.outlook(4_000_000_000L, 500_000_000))
                .endsWith("this Java may take 500 MB, which may be too little: give it -Xmx1526m");
    }
}
