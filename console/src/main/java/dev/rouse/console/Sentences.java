package dev.rouse.console;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the system said, cut down to the part of a sentence that a reader needs. */
final class Sentences {
    /** How a failed start is told: {@code error=2, No such file} until JDK 25, then {@code error: 2 (No such file)}. */
    private static final Pattern ERRNO =
            Pattern.compile(".*error(?:=\\d+, (.*)|: \\d+ \\((.*)\\)\\s*)", Pattern.DOTALL);

    private Sentences() {}

    /** The reason that an error gives, without the name that the sentence around it says already. */
    static String reason(Throwable error, String name) {
        String message = error.getMessage();
        if (message == null || message.isBlank()) {
            return error.getClass().getSimpleName();
        }
        Matcher errno = ERRNO.matcher(message);
        if (errno.matches()) {
            return errno.group(1) != null ? errno.group(1) : errno.group(2);
        }
        String prefix = name + " (";
        return message.startsWith(prefix) && message.endsWith(")")
                ? message.substring(prefix.length(), message.length() - 1)
                : message;
    }

    /** One line, whatever was in it. */
    static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\s]+", " ").trim();
    }
}
