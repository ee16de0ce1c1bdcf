package dev.rouse.console;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.report.JsonReport;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Findings as lines of JSON, in a file or on standard output. Each line is one write, at once, so that a crash loses
 * none.
 */
final class JsonLines implements AutoCloseable {
    private static final String STDOUT = "-";

    private final String name;
    private final OutputStream out;

    private JsonLines(String name, OutputStream out) {
        this.name = name;
        this.out = out;
    }

    /** @throws BadUse when the file cannot be written */
    static JsonLines open(String name) {
        if (name.equals(STDOUT)) {
            return new JsonLines(name, new FileOutputStream(java.io.FileDescriptor.out));
        }
        try {
            return new JsonLines(name, new FileOutputStream(name));
        } catch (IOException e) {
            throw new BadUse(
                    "cannot write JSON to '" + name + "': " + Sentences.reason(e, name)
                            + "; give --json a writable file, or -",
                    e);
        }
    }

    static boolean isStdout(String name) {
        return name.equals(STDOUT);
    }

    void write(Finding finding) {
        write(JsonReport.line(finding));
    }

    /** @param line one JSON object */
    void write(String line) {
        try {
            out.write((line + '\n').getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new BadUse("cannot write JSON to '" + name + "' any more: " + Sentences.reason(e, name), e);
        }
    }

    @Override
    public void close() throws IOException {
        if (!isStdout(name)) {
            out.close();
        }
    }
}
