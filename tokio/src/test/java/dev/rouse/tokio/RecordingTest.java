package dev.rouse.tokio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.engine.compare.Change;
import dev.rouse.engine.compare.Comparison;
import dev.rouse.engine.compare.Tolerance;
import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.record.Entry;
import dev.rouse.engine.record.Recording;
import dev.rouse.engine.record.RecordingWriter;
import dev.rouse.tokio.wire.Instruments.Update;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What real services have sent is recorded from a server that sends it again, and compared. */
@Timeout(60)
class RecordingTest {
    @TempDir
    Path directory;

    @Test
    void ranksTheSiteThatHasBecomeSlow() throws Exception {
        Recording fixed = record("slow-fixed");
        Recording buggy = record("slow-buggy");

        List<Change> regressions = compare(fixed, buggy).regressions();

        assertThat(regressions)
                .filteredOn(change -> change.what() == Change.What.WAITS_LONGER)
                .first()
                .satisfies(change -> {
                    assertThat(change.site()).hasToString("services/src/bin/slow/main.rs:25");
                    assertThat(change.now()).isNotNull();
                });
        assertThat(regressions)
                .filteredOn(change -> change.what() != Change.What.NEW_FINDING)
                .extracting(change -> change.site().name())
                .containsOnly("services/src/bin/slow/main.rs:25");
        assertThat(compare(buggy, fixed).regressions()).isEmpty();
    }

    @Test
    void findsNothingBetweenTwoRunsOfOneService() throws Exception {
        Comparison equal = compare(record("slow-fixed"), record("slow-fixed-again"));

        assertThat(equal.changes()).isEmpty();
        assertThat(equal.judged()).isPositive();
    }

    @Test
    void ranksTheLineWhoseTasksHaveBegunToHang() throws Exception {
        Comparison worse = compare(record("hang-fixed"), record("hang-buggy"));

        assertThat(worse.regressions().get(0).what()).isEqualTo(Change.What.NEW_FINDING);
        assertThat(worse.regressions().get(0).site()).hasToString("services/src/bin/hang/gateway.rs:23");
    }

    @Test
    void keepsWhoWasRecordedAndForHowLong() throws Exception {
        Recording recording = record("slow-fixed");

        assertThat(recording.sources().get(0L))
                .containsEntry("tokio", "1.54.1")
                .hasEntrySatisfying("main", url -> assertThat(url).startsWith("http://127.0.0.1:"));
        assertThat(recording.blocks()).hasSizeGreaterThanOrEqualTo(Comparison.LEAST_BLOCKS);
        assertThat(recording.findings()).isEmpty();
    }

    private static Comparison compare(Recording base, Recording now) {
        assertThat(Comparison.refusal(base)).isNull();
        assertThat(Comparison.refusal(now)).isNull();
        return Comparison.of(base, now, Tolerance.DEFAULT, Grade.SUSPECTED);
    }

    private Recording record(String stream) throws Exception {
        Path file = directory.resolve(stream + ".rouse");
        List<Update> updates = RecordedStreamsTest.updates(stream);
        try (FakeServer server = FakeServer.start().sendsAndStays(updates);
                RecordingWriter writer = new RecordingWriter(
                        Files.newOutputStream(file), new Entry.Began(Instant.EPOCH, Map.of("rouse", "test")))) {
            Kept kept = new Kept(writer, updates.size());
            Watch watch = new Watch(server.address(), kept);
            kept.watch = watch;
            watch.watch(Duration.ofSeconds(50));
        }
        return Recording.read(file);
    }

    /** Writes what it hears, and ends the watch with the last update. */
    private static final class Kept implements Watch.News {
        private final RecordingWriter writer;
        private final int all;
        Watch watch = new Watch(Address.USUAL, this);

        Kept(RecordingWriter writer, int all) {
            this.writer = writer;
            this.all = all;
        }

        private void write(Entry entry) {
            try {
                writer.write(entry);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean isRecording() {
            return true;
        }

        @Override
        public void ready(String sentence) {
            write(new Entry.Said(0, Entry.Word.READY, sentence));
        }

        @Override
        public void note(String sentence) {
            write(new Entry.Said(0, Entry.Word.NOTE, sentence));
        }

        @Override
        public void finding(Finding finding) {
            write(new Entry.Found(0, finding));
        }

        @Override
        public void source(Entry.Source source) {
            write(source);
        }

        @Override
        public void sites(Entry.Sites sites) {
            write(sites);
        }

        @Override
        public void update() {
            if (watch.updates() == all) {
                watch.stop();
            }
        }
    }
}
