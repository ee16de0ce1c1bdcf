package dev.rouse.engine.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Grade;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.model.WakeHistogram;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RecordingTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final Site GATEWAY = new Site("com.acme.Gateway.respond(Gateway.java:61)");
    private static final Site CLIENT = new Site("com.acme.AuthClient.onReply(AuthClient.java:77)");
    private static final Entry.Began BEGAN = new Entry.Began(START, Map.of("rouse", "0.1"));
    private static final Entry.Source SOURCE =
            new Entry.Source(4711, Map.of("java", "17.0.15", "main", "com.acme.Main"));
    private static final Entry.Said READY = new Entry.Said(4711, Entry.Word.READY, "watching ☂");
    private static final Entry.Found FOUND = new Entry.Found(
            4711,
            new Finding(
                    Kind.MASKED_WAKE,
                    Grade.PROVEN,
                    50,
                    START.plusNanos(5),
                    START.plusSeconds(9),
                    "9f3c0d1e2a4b5c6d",
                    new Finding.Waiting(GATEWAY, null, "com.acme.Reply", 12_034, List.of(GATEWAY.name())),
                    new Finding.UsualWaker(CLIENT, 0.998, 3.1, 512),
                    new Finding.Culprit(CLIENT, "collected unfired"),
                    List.of("127.0.0.1:51234"),
                    List.of("one", "two"),
                    "keep it",
                    true));

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();

    @Test
    void givesBackWhatWasTold() throws IOException {
        write(SOURCE, READY, FOUND, sites(0, 0), sites(1, 10), sites(2, 25), new Entry.Ended(Duration.ofMillis(2_100)));

        Recording recording = read(file.toByteArray());

        assertThat(recording.began()).isEqualTo(START);
        assertThat(recording.facts()).isEqualTo(BEGAN.facts());
        assertThat(recording.sources()).isEqualTo(Map.of(4711L, SOURCE.facts()));
        assertThat(recording.told()).containsExactly(READY, FOUND);
        assertThat(recording.findings()).containsExactly(FOUND.finding());
        assertThat(recording.watched()).isEqualTo(Duration.ofMillis(2_100));
        assertThat(recording.ending().isWhole()).isTrue();
        assertThat(recording.ending().sentences()).isEmpty();
    }

    @Test
    void addsUpWhatWasSeenToWhatWasSentLast() throws IOException {
        write(sites(0, 0), sites(1, 10), sites(2, 25));

        Recording recording = read(file.toByteArray());
        SiteState state = Objects.requireNonNull(recording.sites().get(GATEWAY));

        assertThat(state.wakes()).isEqualTo(25 * 64);
        assertThat(state.durations().total()).isEqualTo(25);
        assertThat(state.durations().weight()).isEqualTo(25 * 64);
        assertThat(state.durations().quantile(0.5)).isEqualTo(histogram(25).quantile(0.5));
        assertThat(state.lateness().total()).isEqualTo(25);
        assertThat(state.runs()).isEqualTo(25 * 128);
        assertThat(state.wakers()).isEqualTo(Map.of(CLIENT, 25L));
        assertThat(recording.blocks().stream().map(Block::coveredNs))
                .containsExactly(0L, 1_000_000_000L, 1_000_000_000L);
        assertThat(Objects.requireNonNull(recording.blocks().get(2).states().get(GATEWAY))
                        .durations()
                        .total())
                .isEqualTo(15);
        assertThat(recording.lost()).isEqualTo(3);
    }

    @Test
    void losesOnlyTheTailOfAFileThatIsCutAnywhere() throws IOException {
        List<Entry> entries =
                List.of(SOURCE, READY, sites(0, 0), sites(1, 10), FOUND, new Entry.Ended(Duration.ofSeconds(1)));
        List<Integer> ends = new ArrayList<>();
        RecordingWriter writer = new RecordingWriter(file, BEGAN);
        ends.add(file.size());
        for (Entry entry : entries) {
            writer.write(entry);
            ends.add(file.size());
        }
        byte[] whole = file.toByteArray();

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            if (length < ends.get(0)) {
                assertThatThrownBy(() -> read(cut)).isInstanceOf(UnreadableRecording.class);
                continue;
            }
            Recording recording = read(cut);
            int there = length;
            assertThat(recording.told()).as("cut to %d bytes", length).hasSize((int) entries.stream()
                    .filter(entry -> entry == READY || entry == FOUND)
                    .filter(entry -> ends.get(entries.indexOf(entry) + 1) <= there)
                    .count());
            assertThat(recording.ending().isWhole()).isFalse();
            assertThat(recording.ending().damaged()).isZero();
            assertThat(recording.ending().sentences())
                    .singleElement()
                    .asString()
                    .containsAnyOf("ends within an entry", "has no end");
        }
        assertThat(read(whole).ending().isWhole()).isTrue();
    }

    @Test
    void noticesEachByteThatIsNotWhatWasWritten() throws IOException {
        write(SOURCE, READY, sites(0, 0), sites(1, 10), FOUND, new Entry.Ended(Duration.ofSeconds(1)));
        byte[] whole = file.toByteArray();

        for (int at = Frames.HEADER; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x55;
            try {
                Recording recording = read(damaged);
                assertThat(recording.ending().isWhole()).as("byte %d", at).isFalse();
                assertThat(recording.ending().sentences())
                        .as("byte %d", at)
                        .anySatisfy(sentence -> assertThat(sentence).startsWith("is damaged"));
            } catch (UnreadableRecording e) {
                assertThat(at)
                        .as("only the first entry's head hides all others")
                        .isLessThan(Frames.HEADER + Frames.HEAD);
            }
        }
    }

    @Test
    void goesOnAfterADamagedEntry() throws IOException {
        RecordingWriter writer = new RecordingWriter(file, BEGAN);
        writer.write(READY);
        int begins = file.size();
        writer.write(FOUND);
        writer.write(READY);
        writer.write(new Entry.Ended(Duration.ofSeconds(1)));
        byte[] damaged = file.toByteArray();
        damaged[begins + Frames.HEAD + 3] ^= 1;

        Recording recording = read(damaged);

        assertThat(recording.told()).containsExactly(READY, READY);
        assertThat(recording.ending().sentences())
                .containsExactly("is damaged: an entry at byte " + begins
                        + ", is not what was written and left out; copy the file again if you can");
    }

    @Test
    void canBeReadWhileItGrows() throws IOException {
        RecordingWriter writer = new RecordingWriter(file, BEGAN);
        for (int second = 0; second < 20; second++) {
            writer.write(sites(second, second * 10));
            Recording recording = read(file.toByteArray());
            assertThat(recording.watched()).isEqualTo(Duration.ofSeconds(second));
            assertThat(recording.ending().sentences())
                    .containsExactly(
                            "has no end: it is still being written, or 'rouse record' was killed; all until then"
                                    + " is here");
        }
    }

    @Test
    void saysWhyAFileCannotBeRead() {
        assertThatThrownBy(() -> read(new byte[0])).hasMessageStartingWith("is empty: nothing was recorded");
        assertThatThrownBy(() -> read("{\"v\":1,\"kind\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .hasMessage("is no recording: give a file that 'rouse record' has written");
        assertThatThrownBy(() -> read("ROUSER".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .hasMessageStartingWith("ends within its first 12 bytes");
        assertThatThrownBy(() -> read(new byte[] {'R', 'O', 'U', 'S', 'E', 'R', 'E', 'C', 0, 0, 0, 9}))
                .hasMessageStartingWith("is a recording of format 9, and this Rouse reads format 1: use the Rouse");
    }

    @Test
    void isCompactAndKeepsADayInFewBlocks() throws IOException {
        RecordingWriter writer = new RecordingWriter(file, BEGAN);
        int size = 0;
        for (int second = 0; second < 86_400; second += 7) {
            writer.write(sites(second, second / 100));
            size = second == 7 ? file.size() : size;
        }

        Recording recording = read(file.toByteArray());

        assertThat(recording.blocks()).hasSizeBetween(60, 120);
        assertThat(recording.blocks().stream().mapToLong(Block::coveredNs).sum() / 1_000_000_000)
                .isEqualTo(86_394);
        assertThat(file.size() / 12_342).as("bytes an entry").isLessThan(120);
    }

    @Test
    void countsTheTimeOfTwoSourcesSideBySideOnce() throws IOException {
        RecordingWriter writer = new RecordingWriter(file, BEGAN);
        for (int second = 0; second <= 3; second++) {
            Entry.Sites one = sites(second, second);
            writer.write(one);
            writer.write(new Entry.Sites(4712, one.at(), one.elapsedNs(), 0, one.states()));
        }

        Recording recording = read(file.toByteArray());

        assertThat(recording.blocks().stream().mapToLong(Block::coveredNs).sum())
                .isEqualTo(3_000_000_000L);
        assertThat(Objects.requireNonNull(recording.sites().get(GATEWAY)).wakes())
                .isEqualTo(2 * 3 * 64);
    }

    @Test
    void readsWhatASourceSends() {
        Entry.Sites sent = sites(1, 10);

        Entry.Sites heard = SitesCodec.read(SitesCodec.alone(sent));

        assertThat(heard.pid()).isEqualTo(4711);
        assertThat(heard.states()).hasSize(1);
        assertThat(heard.states().get(0).durations().total()).isEqualTo(10);
        assertThat(heard.states().get(0).wakers()).isEqualTo(Map.of(CLIENT, 10L));
        assertThat(SourceCodec.read(SourceCodec.alone(SOURCE))).isEqualTo(SOURCE);
    }

    @Test
    void refusesWhatNoSourceSends() {
        byte[] sent = SitesCodec.alone(sites(1, 10));
        for (int length = 0; length < sent.length; length++) {
            byte[] cut = Arrays.copyOf(sent, length);
            assertThatThrownBy(() -> SitesCodec.read(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> SitesCodec.read(new byte[] {0, -1, -1, -1, -1, 7}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void write(Entry... entries) throws IOException {
        RecordingWriter writer = new RecordingWriter(file, BEGAN);
        for (Entry entry : entries) {
            writer.write(entry);
        }
    }

    private static Recording read(byte[] bytes) throws IOException {
        return Recording.read(new ByteArrayInputStream(bytes));
    }

    /** What a source that has seen so many waits sends after so many seconds. */
    private static Entry.Sites sites(int second, int waits) {
        WakeHistogram late = new WakeHistogram();
        for (int i = 0; i < Math.min(waits, 100); i++) {
            late.record(20_000, 128);
        }
        SiteState state = new SiteState(
                GATEWAY, histogram(waits), waits * 64L, late, waits * 128L, Map.of(CLIENT, (long) waits), waits);
        return new Entry.Sites(
                4711, START.plusSeconds(second), second * 1_000_000_000L, 3, waits == 0 ? List.of() : List.of(state));
    }

    private static WakeHistogram histogram(int waits) {
        WakeHistogram histogram = new WakeHistogram();
        for (int i = 1; i <= waits; i++) {
            histogram.record(i % 50 * 100_000L, 64);
        }
        return histogram;
    }
}
