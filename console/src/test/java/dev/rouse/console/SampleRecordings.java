package dev.rouse.console;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.model.WakeHistogram;
import dev.rouse.engine.record.Entry;
import dev.rouse.engine.record.RecordingWriter;
import dev.rouse.engine.record.SiteState;
import dev.rouse.engine.record.SitesCodec;
import dev.rouse.engine.record.SourceCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Recordings for tests: one site that waits 2 ms and a bit, 400 times a second, for 20 s. */
final class SampleRecordings {
    static final Site SITE = new Site("com.acme.Gateway.respond(Gateway.java:61)");

    private static final long PID = 4711;
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final int SECONDS = 20;

    private SampleRecordings() {}

    static Path write(Path file, double plusMs, Finding... findings) throws IOException {
        return write(file, SECONDS, plusMs, findings);
    }

    static Path write(Path file, int seconds, double plusMs, Finding... findings) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                RecordingWriter writer = new RecordingWriter(out, new Entry.Began(START, Map.of("rouse", "0.1")))) {
            writer.write(source());
            writer.write(new Entry.Said(PID, Entry.Word.READY, "watching"));
            for (Finding finding : findings) {
                writer.write(new Entry.Found(PID, finding));
            }
            for (int second = 0; second <= seconds; second++) {
                writer.write(sites(second, plusMs));
            }
            writer.write(new Entry.Ended(Duration.ofSeconds(seconds)));
        }
        return file;
    }

    private static Entry.Source source() {
        return new Entry.Source(
                PID, Map.of("java", "17.0.15", "main", "com.acme.Main", "build", "acme.jar 1.2 c0ffee00"));
    }

    private static Entry.Sites sites(int second, double plusMs) {
        WakeHistogram waits = new WakeHistogram();
        for (int i = 0; i < second * 6; i++) {
            waits.record((long) ((2 + i % 7 * 0.1 + plusMs) * 1e6), 64);
        }
        SiteState state = new SiteState(
                SITE, waits, waits.weight(), new WakeHistogram(), 0, Map.of(SITE, waits.total()), waits.total());
        return new Entry.Sites(PID, START.plusSeconds(second), second * 1_000_000_000L, 0, List.of(state));
    }

    /** What an agent says of two seconds, its lines joined by bars. */
    static String asToldByAnAgent() {
        Base64.Encoder base64 = Base64.getEncoder();
        return "source " + base64.encodeToString(SourceCodec.alone(source()))
                + "|sites " + base64.encodeToString(SitesCodec.alone(sites(1, 0)))
                + "|sites " + base64.encodeToString(SitesCodec.alone(sites(2, 0)))
                + "|sites bm9uc2Vuc2U=";
    }
}
