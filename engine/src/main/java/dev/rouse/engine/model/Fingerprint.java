package dev.rouse.engine.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What is the same of a breach over all runs of one build. */
public final class Fingerprint {
    private Fingerprint() {}

    /** 16 hexadecimal digits, equal for equal kind, site and source. */
    public static String of(Kind kind, Site site, String source) {
        byte[] text = (kind.id() + '|' + site.name() + '|' + source).getBytes(StandardCharsets.UTF_8);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
