package dev.rouse.tokio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.testkit.ChildJvm;
import dev.rouse.testkit.JavaCommand;
import dev.rouse.testkit.Jdk;
import dev.rouse.tokio.wire.Instruments.Update;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ManyTasksTest {
    private static final int A_FEW_SECONDS = 2;
    private static final int SECONDS = 20;
    private static final long MOST_KB = 512 << 10;
    private static final long MOST_MS = 1_000;
    private static final Duration BOUND = Duration.ofMinutes(3);
    private static final Path LAUNCHER = Path.of("..", "rouse");

    @Test
    void keepsThoseThatLiveAndFoldsTheOthersIntoTheirLine() throws IOException {
        Heard heard = new Heard();
        for (byte[] update : ManyTasks.updates(A_FEW_SECONDS)) {
            heard.take(Update.parseFrom(update));
        }

        assertThat(heard.mirror().live()).isEqualTo(liveAfter(A_FEW_SECONDS));
        assertThat(heard.mirror().finishedAt(ManyTasks.SHORT_LIVED)).isEqualTo(finishedAfter(A_FEW_SECONDS));
        assertThat(heard.inShort()).isEmpty();
    }

    /**
     * Takes a minute: {@code -Drouse.tokio.load=true}. The watch runs in a JVM of its own, with the options that the
     * launcher gives it; its memory is measured, and how long after the service has begun to send an update it has been
     * read and looked through.
     */
    @Test
    @EnabledIfSystemProperty(named = "rouse.tokio.load", matches = "true")
    @EnabledOnOs(OS.LINUX)
    void losesNoneOfThemInLittleMemoryAndReportsWithinASecond() throws IOException {
        List<byte[]> updates = ManyTasks.updates(SECONDS);
        Map<Integer, Long> sent = new ConcurrentHashMap<>();
        try (FakeServer server = FakeServer.start().sendsOneASecond(updates, sent::put);
                ChildJvm watch = watch(server.address()).start()) {
            List<Long> took = new ArrayList<>();
            String seen = "";
            for (int number = 1; number <= updates.size(); number++) {
                String start = "seen " + number + " ";
                seen = watch.awaitLine(line -> line.startsWith(start), BOUND);
                took.add(Long.parseLong(seen.substring(seen.lastIndexOf(' ') + 1)) - sent.getOrDefault(number, 0L));
            }
            long kb = peakKb(watch.pid());
            System.out.println(seen + ", peak " + kb / 1024 + " MB, for " + SECONDS + " s of a service with "
                    + ManyTasks.LIVE + " tasks and " + ManyTasks.A_SECOND + " spawns a second, "
                    + updates.get(1).length / 1_000_000 + " MB an update, each looked through after " + took + " ms");

            assertThat(seen)
                    .contains("live " + liveAfter(SECONDS) + " ")
                    .contains("finished " + finishedAfter(SECONDS));
            assertThat(watch.out())
                    .anyMatch(line -> line.startsWith("suspected lost-wake " + ManyTasks.SHORT_LIVED + " x"));
            assertThat(took).as("milliseconds from sending to report").allMatch(millis -> millis < MOST_MS);
            assertThat(kb).as("resident at the most, in KB").isLessThan(MOST_KB);
        }
    }

    private static int liveAfter(int seconds) {
        return ManyTasks.LIVE + ManyTasks.LOST_A_SECOND * seconds;
    }

    private static long finishedAfter(int seconds) {
        return (long) (ManyTasks.A_SECOND - ManyTasks.LOST_A_SECOND) * seconds;
    }

    private static JavaCommand watch(Address address) throws IOException {
        List<Path> classes = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        return JavaCommand.on(Jdk.running())
                .options(optionsOfTheLauncher())
                .main(classes, LoadedWatch.class, address.toString());
    }

    private static String[] optionsOfTheLauncher() throws IOException {
        String options = Files.readAllLines(LAUNCHER).stream()
                .filter(line -> line.startsWith("lean="))
                .findFirst()
                .orElseThrow();
        return options.substring(options.indexOf('\'') + 1, options.lastIndexOf('\''))
                .split(" ");
    }

    private static long peakKb(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
