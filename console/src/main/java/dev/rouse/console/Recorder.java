package dev.rouse.console;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.record.Entry;
import dev.rouse.engine.record.RecordingWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps what agents say in a file, and passes it on to the report. */
final class Recorder implements AgentNews, AutoCloseable {
    private final Path file;
    private final Report report;
    private final RecordingWriter writer;
    private final Set<String> sites = new HashSet<>();
    private boolean heard;
    private @Nullable BadUse broke;

    private Recorder(Path file, Report report, RecordingWriter writer) {
        this.file = file;
        this.report = report;
        this.writer = writer;
    }

    /**
     * Begins a file.
     *
     * @param overwrite whether one that is there already may go
     * @throws BadUse when it cannot be written, or would overwrite another
     */
    static Recorder open(Path file, boolean overwrite, Report report) {
        OpenOption[] options = {
            StandardOpenOption.WRITE,
            overwrite ? StandardOpenOption.CREATE : StandardOpenOption.CREATE_NEW,
            StandardOpenOption.TRUNCATE_EXISTING
        };
        try {
            OutputStream out = Files.newOutputStream(file, options);
            Recorder recorder = new Recorder(file, report, new RecordingWriter(out, began()));
            report.whenEnded(recorder::end);
            return recorder;
        } catch (FileAlreadyExistsException e) {
            throw new BadUse("'" + file + "' exists already: give --out another name, or say --overwrite", e);
        } catch (IOException e) {
            throw new BadUse("cannot record to '" + file + "': " + reason(e, file) + "; give --out a writable file", e);
        }
    }

    /** A file system's error that is nothing but the name says what it means by its type. */
    static String reason(IOException e, Path file) {
        String reason = Sentences.reason(e, file.toString());
        return switch (e.getClass().getSimpleName()) {
            case "NoSuchFileException" -> "no such file or directory";
            case "AccessDeniedException" -> "permission denied";
            default -> reason;
        };
    }

    private static Entry.Began began() {
        String version = Rouse.class.getPackage().getImplementationVersion();
        return new Entry.Began(Instant.now(), Map.of("rouse", version == null ? "(not packaged)" : version));
    }

    @Override
    public void ready(long pid, String text) {
        write(new Entry.Said(pid, Entry.Word.READY, text));
        report.ready(pid, text);
    }

    @Override
    public void note(long pid, String text) {
        write(new Entry.Said(pid, Entry.Word.NOTE, text));
        report.note(pid, text);
    }

    @Override
    public void refused(long pid, String text) {
        write(new Entry.Said(pid, Entry.Word.REFUSED, text));
        report.refused(pid, text);
    }

    @Override
    public void finding(long pid, Finding finding) {
        write(new Entry.Found(pid, finding));
        report.finding(pid, finding);
    }

    @Override
    public void source(Entry.Source source) {
        write(source);
    }

    @Override
    public synchronized void sites(Entry.Sites seen) {
        seen.states().forEach(state -> sites.add(state.site().name()));
        write(seen);
    }

    private synchronized void write(Entry entry) {
        heard |= !(entry instanceof Entry.Ended);
        if (broke != null) {
            return;
        }
        try {
            writer.write(entry);
        } catch (IOException e) {
            broke = new BadUse(
                    "cannot record to '" + file + "' any more, it holds what was seen until then: "
                            + Sentences.reason(e, file.toString()),
                    e);
        }
    }

    private synchronized void end(Duration watched) {
        if (heard) {
            write(new Entry.Ended(watched));
        }
        if (heard && broke == null) {
            report.say("recorded " + (sites.size() == 1 ? "1 site" : sites.size() + " sites") + " in "
                    + Durations.words(watched) + " to '" + file + "'");
        }
    }

    /** The exit code of a session that otherwise ends with this one. */
    synchronized int exitCode(int otherwise) {
        if (broke != null) {
            throw broke;
        }
        return report.exitCode(otherwise);
    }

    /** A file in which nothing is, is not left behind. */
    @Override
    public synchronized void close() throws IOException {
        writer.close();
        if (!heard) {
            Files.deleteIfExists(file);
        }
    }
}
