package dev.rouse.agent;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/** Makes flight recordings in this JVM, as the agent does in its host. */
public final class RecordedByTheAgent {
    private RecordedByTheAgent() {}

    public static void record(Path file, List<Finding> findings) throws IOException, ParseException {
        Configuration usual = Configuration.getConfiguration("default");
        Ledger ledger = new Ledger(Ledger.Limits.DEFAULT, 0, Instant.EPOCH);
        FlightEvents events = new FlightEvents(ledger);
        try (Recording recording = new Recording(usual)) {
            recording.start();
            events.look(1);
            findings.forEach(events::finding);
            recording.stop();
            recording.dump(file);
        } finally {
            events.close();
        }
    }
}
