package dev.rouse.engine.record;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Site;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A recording as it was read: what sources told, in its order, and what they saw, in blocks of time. */
public final class Recording {
    private final List<Entry> told = new ArrayList<>();
    private final Map<Long, Map<String, String>> sources = new LinkedHashMap<>();
    private final Blocks blocks = new Blocks();
    private final Map<Long, Long> lost = new LinkedHashMap<>();
    private Map<String, String> facts = Map.of();
    private @Nullable Instant began;
    private @Nullable Duration watched;
    private long lastElapsed;
    private int entries;
    private int damaged;
    private long firstDamage;
    private @Nullable Ending ending;

    private Recording() {}

    /**
     * Reads as much of it as is there.
     *
     * @throws UnreadableRecording when nothing is
     */
    public static Recording read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return read(in);
        }
    }

    static Recording read(InputStream in) throws IOException {
        Recording recording = new Recording();
        recording.readAll(Frames.open(in), in);
        return recording;
    }

    private void readAll(Frames frames, InputStream in) throws IOException {
        Names names = new Names();
        Frames.Frame frame = frames.next();
        while (frame.state == Frames.State.WHOLE || frame.state == Frames.State.DAMAGED) {
            take(frame, names);
            frame = frames.next();
        }
        boolean whole = frame.state == Frames.State.END;
        long left = whole ? 0 : frames.position() - frame.at + in.transferTo(OutputStream.nullOutputStream());
        ending = new Ending(
                watched != null, damaged, firstDamage, whole ? -1 : frame.at, left, frame.state == Frames.State.CUT);
        if (entries == 0) {
            throw new UnreadableRecording("holds no entry that can be read: copy it again, or record again");
        }
    }

    private void take(Frames.Frame frame, Names names) {
        try {
            if (frame.state == Frames.State.WHOLE) {
                Entry entry = EntryCodec.read(frame.type, frame.payload, names);
                if (entry != null) {
                    entries++;
                    take(entry);
                }
                return;
            }
        } catch (RuntimeException e) {
            // a writer's mistake: it is as good as damaged
        }
        firstDamage = damaged++ == 0 ? frame.at : firstDamage;
    }

    private void take(Entry entry) {
        if (entry instanceof Entry.Began first) {
            began = first.at();
            facts = first.facts();
        } else if (entry instanceof Entry.Source source) {
            sources.put(source.pid(), source.facts());
        } else if (entry instanceof Entry.Sites sites) {
            blocks.add(sites);
            lost.put(sites.pid(), sites.lost());
            lastElapsed = Math.max(lastElapsed, sites.elapsedNs());
        } else if (entry instanceof Entry.Ended ended) {
            watched = ended.watched();
        } else {
            told.add(entry);
        }
    }

    /** When it began; null when that entry is damaged. */
    public @Nullable Instant began() {
        return began;
    }

    /** Of the Rouse that wrote it. */
    public Map<String, String> facts() {
        return facts;
    }

    /** Of each JVM, by its PID. */
    public Map<Long, Map<String, String>> sources() {
        return Map.copyOf(sources);
    }

    /** What was said and found, in its order. */
    public List<Entry> told() {
        return List.copyOf(told);
    }

    /** The findings as they were last told, those of several JVMs one by one. */
    public List<Finding> findings() {
        Map<List<Object>, Finding> last = new LinkedHashMap<>();
        for (Entry entry : told) {
            if (entry instanceof Entry.Found found) {
                last.put(List.of(found.pid(), found.finding().fingerprint()), found.finding());
            }
        }
        return List.copyOf(last.values());
    }

    /** For how long was watched, as far as it is known. */
    public Duration watched() {
        return watched != null ? watched : Duration.ofNanos(lastElapsed);
    }

    /** What was seen, in blocks of equal length, oldest first. */
    public List<Block> blocks() {
        return blocks.all();
    }

    /** What was seen at each site in all. */
    public Map<Site, SiteState> sites() {
        Map<Site, SiteState> all = new LinkedHashMap<>();
        blocks().forEach(block -> block.states().forEach((site, state) -> all.merge(site, state, SiteState::plus)));
        return all;
    }

    /** How many observations the sources dropped. */
    public long lost() {
        return lost.values().stream().mapToLong(Long::longValue).sum();
    }

    public Ending ending() {
        return Objects.requireNonNull(ending);
    }
}
