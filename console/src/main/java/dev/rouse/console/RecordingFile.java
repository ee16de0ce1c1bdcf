package dev.rouse.console;

import dev.rouse.engine.record.Recording;
import dev.rouse.engine.record.UnreadableRecording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Opens recordings for the commands that read them. */
final class RecordingFile {
    private RecordingFile() {}

    /** @throws BadUse when nothing can be read from it */
    static Recording read(Path file) {
        if (Files.isDirectory(file)) {
            throw new BadUse("'" + file + "' is a directory: give a file that 'rouse record' has written");
        }
        try {
            return Recording.read(file);
        } catch (UnreadableRecording e) {
            throw new BadUse("'" + file + "' " + e.getMessage(), e);
        } catch (IOException e) {
            throw new BadUse(
                    "cannot read '" + file + "': " + Recorder.reason(e, file)
                            + "; give a file that 'rouse record' has written",
                    e);
        }
    }

    /** What is missing in it, as sentences. */
    static List<String> losses(Path file, Recording recording) {
        return recording.ending().sentences().stream()
                .map(sentence -> "'" + file + "' " + sentence)
                .toList();
    }
}
