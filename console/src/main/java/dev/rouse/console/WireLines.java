package dev.rouse.console;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines of UTF-8 from a peer that may send anything: a line is bounded, and one cut off by the end is told from a whole
 * one.
 */
final class WireLines {
    /** Bytes; a finding with thousands of sockets is some 100 KB. */
    static final int LONGEST = 4 << 20;

    private final InputStream in;

    WireLines(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /** @param whole whether its end was seen and it is not longer than is read */
    record Line(String text, boolean whole) {}

    /** The next line; null at the end. */
    @Nullable Line next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean any = false;
        for (int b = in.read(); b >= 0; b = in.read()) {
            any = true;
            if (b == '\n') {
                return new Line(text(line), line.size() <= LONGEST);
            }
            if (line.size() <= LONGEST) {
                line.write(b);
            }
        }
        return any ? new Line(text(line), false) : null;
    }

    private static String text(ByteArrayOutputStream line) {
        return line.toString(StandardCharsets.UTF_8);
    }
}
