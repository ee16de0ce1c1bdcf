package dev.rouse.engine.detect;

import dev.rouse.engine.model.Finding;
import dev.rouse.engine.model.Kind;
import dev.rouse.engine.model.Site;
import dev.rouse.engine.model.Wait;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** The parts of a finding that all kinds make alike. */
final class Findings {
    private Findings() {}

    /** 16 hexadecimal digits, equal for equal kind, site and source. */
    static String fingerprint(Kind kind, Site site, String source) {
        byte[] text = (kind.id() + '|' + site.name() + '|' + source).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static Finding.Waiting waiting(Wait wait, long ageMs) {
        return new Finding.Waiting(
                wait.site(),
                wait.task(),
                wait.source(),
                ageMs,
                wait.stack().stream()
                        .filter(frame -> !frame.getClassName().contains("$$Lambda"))
                        .map(frame -> Site.of(frame).name())
                        .toList());
    }

    /** A duration as people read it: {@code 250 ms}, {@code 1.6 s}, {@code 75 s}. */
    static String time(long nanos) {
        double seconds = nanos / 1e9;
        if (seconds < 1) {
            return Math.round(nanos / 1e6) + " ms";
        }
        return seconds < 60 ? String.format(Locale.ROOT, "%.1f s", seconds) : Math.round(seconds) + " s";
    }

    static String count(long n, String one, String many) {
        return n + " " + (n == 1 ? one : many);
    }
}
