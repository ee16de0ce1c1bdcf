package dev.rouse.engine.record;

import java.io.IOException;

/** A file of which nothing can be read; the message goes on after the file's name, and says what to do. */
public final class UnreadableRecording extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableRecording(String message) {
        super(message);
    }
}
