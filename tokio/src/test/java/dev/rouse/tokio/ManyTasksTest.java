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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ManyTasksTest {
    private static final int A_FEW_SECONDS = 2;
    private static final int SECONDS = 10;
    private static final long MOST_KB = 512 << 10;
    private static final Duration BOUND = Duration.ofMinutes(3);

    @Test
    void keepsThoseThatLiveAndFoldsTheOthersIntoTheirLine() throws IOException {
        Heard heard = new Heard();
        for (byte[] update : ManyTasks.updates(A_FEW_SECONDS)) {
            heard.take(Update.parseFrom(update));
        }

        assertThat(heard.mirror().live()).isEqualTo(ManyTasks.LIVE);
        assertThat(heard.mirror().finishedAt(ManyTasks.SHORT_LIVED))
                .isEqualTo((long) ManyTasks.A_SECOND * A_FEW_SECONDS);
        assertThat(heard.inShort()).isEmpty();
    }

    /**
     * Takes a minute: {@code -Drouse.tokio.load=true}. The watch runs in a JVM of its own, whose memory is measured.
     */
    @Test
    @EnabledIfSystemProperty(named = "rouse.tokio.load", matches = "true")
    @EnabledOnOs(OS.LINUX)
    void losesNoneOfThemInLittleMemory() throws IOException {
        List<byte[]> updates = ManyTasks.updates(SECONDS);
        try (FakeServer server = FakeServer.start().sendsRawAndStays(updates);
                ChildJvm watch = watch(server.address()).start()) {
            String seen = watch.awaitLine(line -> line.startsWith("seen " + updates.size() + " "), BOUND);
            long kb = peakKb(watch.pid());
            System.out.println(seen + ", peak " + kb / 1024 + " MB, for " + SECONDS + " s of a service with "
                    + ManyTasks.LIVE + " tasks and " + ManyTasks.A_SECOND + " spawns a second, "
                    + updates.get(1).length / 1_000_000 + " MB an update");

            assertThat(seen)
                    .contains("live " + ManyTasks.LIVE + " ")
                    .contains("finished " + (long) ManyTasks.A_SECOND * SECONDS + " ");
            assertThat(kb).as("resident at the most, in KB").isLessThan(MOST_KB);
        }
    }

    private static JavaCommand watch(Address address) {
        List<Path> classes = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        return JavaCommand.on(Jdk.running())
                .options("-Xmx280m", "-XX:+UseSerialGC")
                .main(classes, LoadedWatch.class, address.toString());
    }

    private static long peakKb(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
